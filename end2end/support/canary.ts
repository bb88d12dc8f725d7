// Secrets that are put into every console of a run, and the search for them everywhere they must not be: in what the
// console logs and answers, in what the browser says, and in the bytes of its databases.
//
// Each has characters that JSON, URLs and HTML write differently around a core of letters and digits that they all
// leave alone: the core is what is searched, plain and in the three ways in which base64 can cut it.

import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { Arm } from './arm.ts';

/** Where each console leaves what was found; read when all specs are through. */
export const reports = fileURLToPath(new URL('../test-results/canary/', import.meta.url));

export interface Report {
  console: string;
  /** A key was shown on purpose, and the search saw it in the answer. */
  isProved: boolean;
  /** How much was looked at. */
  bodies: number;
  files: number;
  /** What holds a secret and must not. */
  found: string[];
}

/** The parts of a text that stand in its base64, whatever stands before it. */
function base64Cores(text: string): string[] {
  return [0, 1, 2].map((shift) => {
    const encoded = Buffer.from('x'.repeat(shift) + text).toString('base64');
    // The first and last characters also depend on the neighbours.
    return encoded.slice(shift === 0 ? 0 : 4, -4);
  });
}

export class Canary {
  private readonly core = `cAnArY${randomBytes(12).toString('hex')}`;
  private readonly needles = [this.core, ...base64Cores(this.core)];
  private readonly found: string[] = [];
  private bodies = 0;
  private files = 0;
  private isProved = false;

  constructor(private readonly url: string) {}

  /** The secret of this kind: `logger`, `key`, … */
  secret(kind: string): string {
    return `${kind}"<&> é+/%\\${this.core}\\%/+é <&>"`;
  }

  /** Stores them as somebody else would: a key, a connection string, a credential, a named value. Last in every list. */
  async seed(armOrigin: string): Promise<void> {
    const arm = new Arm(armOrigin);
    await arm.put('/namedValues/zz-canary-value', { displayName: 'zz-canary-value', value: this.secret('value'), secret: true });
    await arm.put('/loggers/zz-canary-logger', { loggerType: 'azureEventHub', credentials: { name: 'canary', connectionString: `Endpoint=sb://canary.example/;SharedAccessKeyName=send;SharedAccessKey=${this.secret('logger')}` } });
    await arm.put('/backends/zz-canary-backend', { url: 'https://canary.example', protocol: 'http', credentials: { header: { 'x-canary': [this.secret('backend')] } } });
    await arm.put('/subscriptions/zz-canary-key', { displayName: 'ZZ canary', scope: '/apis', state: 'active', primaryKey: this.core, secondaryKey: this.secret('key') });
  }

  /** Whether the text or bytes hold a secret, in any spelling. */
  isIn(text: string | Buffer): boolean {
    return this.needles.some((needle) => text.includes(needle));
  }

  /** Looks at one text; says where it was when it holds a secret. */
  check(where: string, text: string | Buffer): void {
    this.bodies += 1;
    if (this.isIn(text)) this.found.push(where);
  }

  /** Reads the pages that show what was seeded, and one key on purpose: if that is not found, nothing would be. */
  async prove(): Promise<void> {
    const key = `${this.url}/g/local/subscriptions/zz-canary-key`;
    const shown = await fetch(key, { method: 'POST', body: new URLSearchParams({ do: 'reveal', which: 'secondary' }) });
    this.isProved = this.isIn(await shown.text());
    const pages = ['subscriptions/zz-canary-key', 'named-values/zz-canary-value', 'loggers/zz-canary-logger', 'backends/zz-canary-backend'];
    for (const page of pages.flatMap((page) => [`/g/local/${page}`, `/g/local/${page}/edit`]).concat('/audit?text=canary', '/metrics')) {
      this.check(`GET ${page}`, await (await fetch(this.url + page)).text());
    }
  }

  /** Looks through every database and what belongs to it. The emulator's own store is Azure's, and keeps secrets. */
  async searchFiles(folder: string): Promise<void> {
    for (const name of await readdir(folder).catch(() => [])) {
      if (!/\.db(-wal|-shm|-journal)?$/.test(name)) continue;
      this.files += 1;
      if (this.isIn(await readFile(path.join(folder, name)))) this.found.push(`file ${name}`);
    }
  }

  result(): Report {
    const { url, isProved, bodies, files, found } = this;
    return { console: url, isProved, bodies, files, found };
  }

  /** Leaves the result for the end of the run. */
  async report(): Promise<void> {
    await mkdir(reports, { recursive: true });
    await writeFile(path.join(reports, `${randomBytes(6).toString('hex')}.json`), JSON.stringify(this.result()));
  }
}

/** Before a run: no reports of an earlier one. */
export async function forgetReports(): Promise<void> {
  await rm(reports, { recursive: true, force: true });
}
