// When all specs are through: no secret of any console was anywhere it must not be, and the search could have found it.

import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

import { type Report, reports } from './canary.ts';

export default async function judge(): Promise<void> {
  const names = await readdir(reports).catch(() => []);
  const all = await Promise.all(names.map(async (name) => JSON.parse(await readFile(path.join(reports, name), 'utf8')) as Report));
  const found = all.flatMap((report) => report.found.map((where) => `${report.console}: ${where}`));
  if (found.length > 0) throw new Error(`a secret of the canary was found:\n${found.join('\n')}`);
  const unproved = all.filter((report) => !report.isProved || report.files < 3);
  if (unproved.length > 0) throw new Error(`the search for the canary's secrets could not have found them: ${JSON.stringify(unproved)}`);
  if (all.length === 0) return;
  const sum = (count: (report: Report) => number) => all.reduce((total, report) => total + count(report), 0);
  process.stdout.write(`canary: ${all.length} consoles, ${sum((report) => report.bodies)} texts, ${sum((report) => report.files)} files: no secret in any\n`);
}
