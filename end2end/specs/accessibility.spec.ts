// Every page, in each state it can be in, in light, dark and on a phone's screen: no axe violation, no complaint of the
// browser, nothing wider than the screen. The tables in support/pages-*.ts must name every route of the app.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import type { Page } from '@playwright/test';

import { Arm, axe, expect, open, picture, type RunningConsole, test as base } from '../support/fixture.ts';
import { fitsTheScreen } from '../support/layout.ts';
import { apiPages } from '../support/pages-api.ts';
import { corePages } from '../support/pages-core.ts';
import { resourcePages } from '../support/pages-resources.ts';
import type { Scene } from '../support/pages.ts';
import { startConsoleWith, startEmulatorWith } from '../support/scenes.ts';

interface Bare {
  /** With two gateways: `empty` holds nothing, `failing` answers each ARM request with an error. */
  bare: RunningConsole;
  /** Has no gateway. */
  none: RunningConsole;
}

const test = base.extend<object, Bare>({
  bare: [
    async ({}, use) => {
      const [empty, failing] = await Promise.all([startEmulatorWith([]), startEmulatorWith([])]);
      const answer = { status: 403, code: 'AuthorizationFailed', message: 'The client does not have authorization to perform this action.' };
      await new Arm(failing.arm).fault({ do: { answer } });
      const console = await startConsoleWith({ empty, failing });
      await use(console);
      await console.close();
      await Promise.all([empty.close(), failing.close()]);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  none: [
    async ({}, use) => {
      const console = await startConsoleWith({});
      await use(console);
      await console.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

const scenes: Scene[] = [...corePages, ...resourcePages, ...apiPages];

async function chatOnce(server: RunningConsole): Promise<void> {
  const pairs = { do: 'send', deployment: 'gpt-4o', api_path: 'openai', subscription: 'demo', prompt: 'Hello' };
  const answer = await fetch(`${server.url}/g/local/playground`, { method: 'POST', body: new URLSearchParams(pairs) });
  expect(answer.status).toBe(200);
}

interface Look {
  name: string;
  colorScheme: 'light' | 'dark';
  width: number;
  height: number;
  /** All, unless named. */
  rules?: string[];
}

const looks: Look[] = [
  { name: 'light', colorScheme: 'light', width: 1366, height: 900 },
  // The same document in other colours: only the rules about colours can judge it otherwise.
  { name: 'dark', colorScheme: 'dark', width: 1366, height: 900, rules: ['color-contrast', 'link-in-text-block'] },
  { name: 'phone', colorScheme: 'light', width: 390, height: 844 },
];

async function wear(page: Page, { colorScheme, width, height }: Look): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.setViewportSize({ width, height });
}

test.describe.configure({ mode: 'parallel' });

test('every route of the app has a row', async () => {
  const source = await readFile(fileURLToPath(new URL('../../app/src/shell.rs', import.meta.url)), 'utf8');
  const routes = [...source.matchAll(/<Route path=path!\("([^"]*)"\)/g)].map((match) => match[1]);
  expect(routes.length).toBeGreaterThan(5);
  const named = new Set(scenes.map((scene) => scene.route));
  expect(routes.filter((route) => !named.has(route))).toEqual([]);
});

for (const scene of scenes) {
  test(`${scene.route}: ${scene.state}`, async ({ page, server, bare, none, expectProblem }) => {
    expectProblem(...(scene.expectProblem ?? []));
    const name = `${scene.route === '*' ? 'none' : scene.route} ${scene.state}`.replace(/[^a-z]+/g, '-').replace(/^-|-$/g, '');
    const origin = { bare, none, own: server }[scene.on ?? 'own'].url;
    if (scene.needsEntry) await chatOnce(server);
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await open(page, origin + scene.path);
    await scene.act?.(page);
    // The pictures first: they are of most use when a check fails.
    for (const look of looks) {
      await wear(page, look);
      await picture(page, `${name}-${look.name}`);
    }
    for (const look of looks) {
      await wear(page, look);
      await fitsTheScreen(page);
      await axe(page, look.rules);
    }
  });
}
