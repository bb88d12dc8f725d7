// Every page, in each state it can be in, in light, dark and on a phone's screen: no axe violation, no complaint of the
// browser, nothing wider than the screen. The table below must name every route of the app.

import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import type { Page } from '@playwright/test';

import { Arm, axe, expect, hydrated, open, picture, type RunningConsole, test as base } from '../support/fixture.ts';
import { fitsTheScreen, postForm } from '../support/layout.ts';
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

interface Scene {
  /** As in the app's route table. */
  route: string;
  state: string;
  path: string;
  /** Not the worker's own console. */
  on?: 'bare' | 'none';
  /** Something must have happened on the console. */
  needsEntry?: boolean;
  /** After hydration, before the checks. */
  act?: (page: Page) => Promise<void>;
  expectProblem?: RegExp[];
}

/** The page as it comes back after a form post without scripts. */
const post = (fields: Record<string, string>) => async (page: Page) => {
  await postForm(page, fields);
  await page.locator('#form-errors').waitFor();
  await hydrated(page);
};

const press = (name: RegExp | string) => (page: Page) => page.getByRole('button', { name }).first().click();

const openEntry = async (page: Page) => {
  await page.getByRole('main').locator('tbody a').first().click();
  await expect(page).toHaveURL(/\/audit\/.+/);
  await expect(page.getByRole('heading', { name: 'What happened' })).toBeVisible();
};

const openAll = async (page: Page) => {
  const closed = page.getByRole('main').locator('details:not([open]) > summary');
  while ((await closed.count()) > 0) await closed.first().click();
};

const ask = async (page: Page) => {
  await page.getByLabel('Message', { exact: true }).fill('Why is the sky blue?');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByTestId('facts')).toContainText('tokens');
};

async function chatOnce(server: RunningConsole): Promise<void> {
  const pairs = { do: 'send', deployment: 'gpt-4o', api_path: 'openai', subscription: 'demo', prompt: 'Hello' };
  const answer = await fetch(`${server.url}/g/local/playground`, { method: 'POST', body: new URLSearchParams(pairs) });
  expect(answer.status).toBe(200);
}

const failed = { on: 'bare' as const, expectProblem: [/response 5\d\d/, /status of 5\d\d/] };

const scenes: Scene[] = [
  { route: '/', state: 'on to the first gateway', path: '/' },
  { route: '/', state: 'no gateway', path: '/', on: 'none' },
  { route: '/g/:gateway', state: 'filled', path: '/g/local' },
  { route: '/g/:gateway', state: 'empty', path: '/g/empty', on: 'bare' },
  { route: '/g/:gateway', state: 'error', path: '/g/failing', ...failed },
  { route: '/g/:gateway', state: 'unknown gateway', path: '/g/nowhere', expectProblem: [/status of 404/] },
  { route: '/g/:gateway', state: 'gateways open', path: '/g/empty', on: 'bare', act: (page) => page.locator('aside summary').first().click() },
  { route: '/g/:gateway', state: 'theme open', path: '/g/local', act: (page) => page.locator('summary[aria-label="Theme"]').click() },
  { route: '/g/:gateway/backends', state: 'filled', path: '/g/local/backends' },
  { route: '/g/:gateway/backends', state: 'empty', path: '/g/empty/backends', on: 'bare' },
  { route: '/g/:gateway/backends', state: 'error', path: '/g/failing/backends', ...failed },
  { route: '/g/:gateway/backends', state: 'nothing matches', path: '/g/local/backends?text=zzz' },
  { route: '/g/:gateway/backends', state: 'filtered and sorted', path: '/g/local/backends?show=pool&sort=state&order=desc' },
  { route: '/g/:gateway/backends', state: 'row menu open', path: '/g/local/backends', act: (page) => page.locator('.menu-root > summary').first().click() },
  { route: '/g/:gateway/backends/new', state: 'single', path: '/g/local/backends/new' },
  { route: '/g/:gateway/backends/new', state: 'pool', path: '/g/local/backends/new?kind=pool' },
  { route: '/g/:gateway/backends/new', state: 'duplicate', path: '/g/local/backends/new?from=aoai-weu-paygo', act: openAll },
  { route: '/g/:gateway/backends/new', state: 'error', path: '/g/failing/backends/new?kind=pool', ...failed },
  {
    route: '/g/:gateway/backends/new',
    state: 'refused',
    path: '/g/local/backends/new',
    act: async (page) => {
      await press('Create in local')(page);
      await expect(page.locator('#form-errors')).toBeVisible();
    },
    expectProblem: [/status of 422/],
  },
  {
    route: '/g/:gateway/backends/new',
    state: 'refused without scripts',
    path: '/g/local/backends/new',
    act: post({ do: 'save', kind: 'single', name: 'a b', url: 'nowhere' }),
    expectProblem: [/status of 422/],
  },
  { route: '/g/:gateway/backends/:backend', state: 'single', path: '/g/local/backends/aoai-weu-paygo' },
  { route: '/g/:gateway/backends/:backend', state: 'pool', path: '/g/local/backends/aoai-pool?done=updated&entry=x', act: openAll },
  { route: '/g/:gateway/backends/:backend', state: 'tested', path: '/g/local/backends/content-safety', act: async (page) => {
    await press('Test the connection')(page);
    await expect(page.getByRole('main').getByText(/^It (answers|does not answer)\.$/)).toBeVisible();
  } },
  { route: '/g/:gateway/backends/:backend', state: 'missing', path: '/g/local/backends/none', expectProblem: [/status of 404/] },
  { route: '/g/:gateway/backends/:backend', state: 'error', path: '/g/failing/backends/any', ...failed },
  { route: '/g/:gateway/backends/:backend/edit', state: 'single', path: '/g/local/backends/aoai-weu-paygo/edit', act: openAll },
  { route: '/g/:gateway/backends/:backend/edit', state: 'pool', path: '/g/local/backends/aoai-pool/edit', act: openAll },
  {
    route: '/g/:gateway/backends/:backend/edit',
    state: 'conflict',
    path: '/g/local/backends/content-safety/edit',
    act: post({ do: 'save', kind: 'single', name: 'content-safety', title: 'Mine', url: 'https://mine.example/v1', etag: '"stale"' }),
    expectProblem: [/status of 409/],
  },
  { route: '/g/:gateway/backends/:backend/edit', state: 'error', path: '/g/failing/backends/any/edit', ...failed },
  { route: '/g/:gateway/backends/:backend/delete', state: 'question', path: '/g/local/backends/mistral-large/delete' },
  { route: '/g/:gateway/backends/:backend/delete', state: 'held by a pool', path: '/g/local/backends/aoai-swc-ptu/delete' },
  { route: '/g/:gateway/backends/:backend/delete', state: 'error', path: '/g/failing/backends/any/delete', ...failed },
  { route: '/g/:gateway/playground', state: 'filled', path: '/g/local/playground' },
  { route: '/g/:gateway/playground', state: 'answered', path: '/g/local/playground', act: ask },
  { route: '/g/:gateway/playground', state: 'nothing asked', path: '/g/local/playground', act: async (page) => {
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(page.locator('#prompt')).toHaveAttribute('aria-invalid', 'true');
  } },
  { route: '/g/:gateway/playground', state: 'no subscription', path: '/g/empty/playground', on: 'bare' },
  { route: '/g/:gateway/playground', state: 'error', path: '/g/failing/playground', ...failed },
  { route: '/audit', state: 'empty', path: '/audit', on: 'bare' },
  { route: '/audit', state: 'filled', path: '/audit', needsEntry: true },
  { route: '/audit', state: 'nothing matches', path: '/audit?text=zzz' },
  { route: '/audit/:entry', state: 'filled', path: '/audit', needsEntry: true, act: openEntry },
  { route: '/audit/:entry', state: 'missing', path: '/audit/none', expectProblem: [/status of 404/] },
  { route: '/operations', state: 'filled', path: '/operations' },
  { route: '*', state: 'no such page', path: '/nowhere/at/all', expectProblem: [/status of 404/] },
];

const looks = [
  { name: 'light', colorScheme: 'light', width: 1366, height: 900 },
  { name: 'dark', colorScheme: 'dark', width: 1366, height: 900 },
  { name: 'phone', colorScheme: 'light', width: 390, height: 844 },
] as const;

async function wear(page: Page, { colorScheme, width, height }: (typeof looks)[number]): Promise<void> {
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
      await axe(page);
    }
  });
}
