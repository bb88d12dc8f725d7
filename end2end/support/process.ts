// One run of the binary: its output, its end, and waiting until it is of use.

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export const binary = path.resolve(process.env.CONSOLE_BIN ?? path.join(root, 'target/debug/gateway-console'));

const site = path.resolve(process.env.CONSOLE_SITE_ROOT ?? path.join(root, 'target/site'));

/** The environment without settings of the person who runs the tests: nobody's console.toml or CONSOLE_* applies. */
function environment(extra: Record<string, string>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('CONSOLE_') && !name.startsWith('LEPTOS_'));
  return { ...Object.fromEntries(inherited), CONSOLE_SITE_ROOT: site, ...extra };
}

export class Run {
  private readonly child: ChildProcess;
  private readonly exit: Promise<void>;
  private output = '';
  private end?: string;

  constructor(args: string[], folder: string, extra: Record<string, string> = {}) {
    if (!existsSync(binary)) throw new Error(`${binary} is missing: build it with 'make test-binary' or set CONSOLE_BIN`);
    this.child = spawn(binary, args, { cwd: folder, env: environment(extra), stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (data: Buffer) => (this.output += data.toString()));
    }
    this.exit = new Promise((resolve) => {
      this.child.once('error', (error) => {
        this.end = String(error);
        resolve();
      });
      this.child.once('exit', (code, signal) => {
        this.end = `ended with ${code ?? signal}`;
        resolve();
      });
    });
  }

  /** Everything it wrote to standard output and standard error. */
  logs(): string {
    return this.output;
  }

  get hasEnded(): boolean {
    return this.end !== undefined;
  }

  /** Asks until the answer is yes; fails at once when the process is gone. */
  async until(what: string, isTrue: () => Promise<boolean>, deadlineMs = 30_000): Promise<void> {
    const deadline = Date.now() + deadlineMs;
    while (!(await isTrue())) {
      if (this.end) throw new Error(`gateway-console ${this.end} before ${what}\n${this.output}`);
      if (Date.now() > deadline) throw new Error(`not ${what} after ${deadlineMs} ms\n${this.output}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Sends the signal and waits for the end; a SIGTERM that is not obeyed in 20 s is an error. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.child.kill(signal);
    let isForced = false;
    const force = setTimeout(() => {
      isForced = true;
      this.child.kill('SIGKILL');
    }, 20_000);
    await this.exit;
    clearTimeout(force);
    if (isForced) throw new Error(`gateway-console did not end 20 s after ${signal}\n${this.output}`);
  }
}
