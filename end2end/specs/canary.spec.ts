// The search for secrets that all other specs are under: it sees a secret in every spelling, and a key that a person
// asks for is where the search would find it.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { Canary } from '../support/canary.ts';
import { Arm, expect, open, test } from '../support/fixture.ts';

const spellings: Record<string, (secret: string) => string> = {
  plain: (secret) => secret,
  JSON: (secret) => JSON.stringify({ secret }),
  URL: (secret) => `https://x.example/?key=${encodeURIComponent(secret)}`,
  form: (secret) => new URLSearchParams({ secret }).toString(),
  HTML: (secret) => secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;'),
  'base64, at any place': (secret) => Buffer.from(`a${secret}`).toString('base64'),
  'base64 of a header': (secret) => Buffer.from(`me:${secret}`).toString('base64'),
};

for (const [name, spell] of Object.entries(spellings)) {
  test(`a secret is seen as ${name}`, () => {
    const canary = new Canary('http://nowhere.test');
    for (const kind of ['a', 'ab', 'abc', 'abcd']) expect(canary.isIn(`before ${spell(canary.secret(kind))} after`)).toBe(true);
    expect(canary.isIn(spell(new Canary('http://nowhere.test').secret('a'))), "another canary's").toBe(false);
  });
}

test('a secret is seen in a database, in its log ahead, and nowhere else in the folder', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'canary-'));
  for (const [file, count] of [['ledger.db', 1], ['usage.db-wal', 1], ['emulator.json', 0]] as const) {
    const canary = new Canary('http://nowhere.test');
    await writeFile(path.join(folder, file), Buffer.concat([Buffer.alloc(5_000, 7), Buffer.from(canary.secret('x'))]));
    await canary.searchFiles(folder);
    expect(canary.result().found, file).toHaveLength(count);
  }
  await rm(folder, { recursive: true });
});

test('the seeded key is shown to who asks, and to nobody else', async ({ page, server }) => {
  const { secondaryKey } = await new Arm(server.arm).keys('zz-canary-key');
  await open(page, '/g/local/subscriptions/zz-canary-key');
  expect(await page.content()).not.toContain('cAnArY');
  await page.getByRole('button', { name: 'Show the secondary key' }).click();
  await expect(page.getByTestId('revealed-key')).toHaveText(secondaryKey);
});
