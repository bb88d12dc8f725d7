// Strings that mean harm, in everything that people or Azure can name: they are shown as they are, run nothing, break
// no page on the way from the server to the browser, and do not push the page off a phone's screen.

import type { Page } from '@playwright/test';

import { Arm, expect, hydrated, type RunningConsole, test as base } from '../support/fixture.ts';
import { asked, everything, long, markup, names, pages, posts, resources, template } from '../support/hostile.ts';
import { fitsTheScreen, postForm } from '../support/layout.ts';
import { startConsoleWith, startEmulatorWith } from '../support/scenes.ts';

const test = base.extend<object, { hostile: RunningConsole }>({
  hostile: [
    async ({}, use) => {
      const [evil, rude] = await Promise.all([startEmulatorWith(resources), startEmulatorWith([])]);
      await new Arm(rude.arm).fault({ do: { answer: { status: 403, code: everything, message: `${everything} ${long}` } } });
      const console = await startConsoleWith({ evil, rude });
      await use(console);
      await console.close();
      await Promise.all([evil.close(), rude.close()]);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

const encoded = encodeURIComponent;
const query = (parameters: string[], text: string) => parameters.map((name) => `${name}=${encoded(text)}`).join('&');

/** Pages whose content is hostile, and pages that are asked for in hostile words. */
const paths = [
  '/g/evil',
  '/g/evil/backends',
  ...['mixed', 'long', 'pool', ...names].map((name) => `/g/evil/backends/${encoded(name)}`),
  ...['mixed', 'long', 'pool'].flatMap((name) => [`/g/evil/backends/${name}/edit`, `/g/evil/backends/${name}/delete`]),
  `/g/evil/backends/${encoded(names[0])}/edit`,
  `/g/evil/backends/${encoded(names[0])}/delete`,
  '/g/evil/backends/new?from=mixed',
  '/g/evil/playground',
  '/g/rude',
  '/g/rude/backends',
  '/g/rude/backends/any',
  '/g/rude/playground',
  ...[everything, long].flatMap((text) => [
    `/g/evil?${query(['done', 'entry', 'text'], text)}`,
    `/g/evil/backends?${query(['text', 'show', 'sort', 'order', 'page', 'refresh'], text)}`,
    `/g/evil/backends/mixed?${query(['done', 'entry'], text)}`,
    `/g/evil/backends/mixed?done=updated&${query(['entry'], text)}`,
    `/g/evil/backends/new?${query(['kind'], text)}`,
    `/g/evil/backends/new?${query(['from'], text)}`,
    `/g/evil/playground?${query(['deployment', 'prompt'], text)}`,
    `/audit?${query(['text'], text)}`,
    `/audit?${query(['text', 'gateway', 'operation', 'outcome', 'before'], text)}`,
    `/operations?${query(['text'], text)}`,
    `/g/evil/backends/${encoded(text)}`,
    `/audit/${encoded(text)}`,
    `/g/${encoded(text)}/backends`,
    `/${encoded(text)}`,
  ]),
];

/** Bytes that are no text, and segments that climb. */
const crooked = ['/g/%ff', '/audit/%00', '/g/evil/backends/%ff', '/g/evil/backends/a%2fb', '/g/evil/backends/%2e%2e', '/audit?text=%ff', '/g/evil/backends?page=-1'];

/** In the answer's own bytes, before any browser has repaired them. */
function holdsNoMarkup(html: string): void {
  expect(html).not.toContain('<script>window.x');
  expect(html).not.toContain('<img src=x');
  const title = /<title>([^]*?)<\/title>/.exec(html)?.[1] ?? '';
  expect(title).not.toContain('<');
}

async function nothingRan(page: Page): Promise<void> {
  const found = await page.evaluate(() => ({
    ran: (window as unknown as { x?: number }).x,
    images: document.querySelectorAll('img[src=x]').length,
    scripts: [...document.scripts].filter((script) => !script.nonce).length,
    links: [...document.querySelectorAll('[href^="javascript:" i], [action^="javascript:" i], [formaction^="javascript:" i]')].length,
  }));
  expect(found).toEqual({ ran: undefined, images: 0, scripts: 0, links: 0 });
}

interface Tools {
  page: Page;
  expectProblem: (...patterns: RegExp[]) => void;
}

/** Refusals are fine, a failure of the console is not. */
function allow(status: number, expectProblem: Tools['expectProblem']): void {
  expect(status).not.toBe(500);
  if (status >= 400) expectProblem(new RegExp(`status of ${status}`));
  if (status >= 500) expectProblem(new RegExp(`response ${status}`));
}

async function isHarmless({ page, expectProblem }: Tools, url: string): Promise<void> {
  page.on('dialog', (dialog) => {
    expectProblem(/no dialog may open/);
    void dialog.dismiss();
  });
  const raw = await fetch(url, { headers: { accept: 'text/html' } });
  holdsNoMarkup(await raw.text());
  const answer = await page.goto(url);
  allow(answer?.status() ?? 0, expectProblem);
  await hydrated(page);
  await unfold(page);
  await nothingRan(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await fitsTheScreen(page);
}

/** What is folded away is part of the page. */
const unfold = (page: Page) =>
  page.evaluate(() => document.querySelectorAll('main details:not(.menu-root)').forEach((details) => details.setAttribute('open', '')));

const short = (path: string) => (path.length > 90 ? `${path.slice(0, 60)}…${path.length}` : path);

test.describe.configure({ mode: 'parallel' });

paths.forEach((path, index) => {
  test(`${index} ${short(path)}`, async ({ hostile, page, expectProblem }) => {
    await isHarmless({ page, expectProblem }, hostile.url + path);
  });
});

for (const [kind, all] of Object.entries({ ...pages, 'pages asked for in hostile words': asked(query) })) {
  test(`pages of ${kind}`, async ({ hostile, page, expectProblem }) => {
    test.setTimeout(120_000);
    for (const path of all) await test.step(short(path), () => isHarmless({ page, expectProblem }, hostile.url + path));
  });
}

test('crooked addresses are answered, never with a failure', async ({ hostile }) => {
  for (const path of crooked) {
    const answer = await fetch(hostile.url + path, { headers: { accept: 'text/html' } });
    expect(answer.status, path).not.toBe(500);
    holdsNoMarkup(await answer.text());
  }
});

test('the text itself is shown', async ({ hostile, page }) => {
  await page.goto(`${hostile.url}/g/evil/backends/mixed`);
  await hydrated(page);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(template);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(markup);
  await expect(page).toHaveTitle(/mixed/);
  await page.goto(`${hostile.url}/g/evil/backends/mixed/edit`);
  await hydrated(page);
  // A control drops the first line break of its markup, not of its value.
  expect(await page.locator('#description').inputValue()).toContain(everything);
});

const drafts: Record<string, Record<string, string>> = {
  '/g/evil/backends/new': Object.fromEntries(
    [
      ...['name', 'title', 'description', 'url', 'protocol', 'azure_region', 'etag', 'authorization.scheme', 'authorization.value'],
      ...['header.0.name', 'header.0.value', 'query.0.name', 'query.0.value', 'proxy.url', 'proxy.username', 'proxy.value'],
      ...['breaker.name', 'breaker.threshold', 'breaker.measure', 'breaker.interval', 'breaker.trip_duration', 'breaker.status_ranges', 'breaker.error_reasons'],
      ...['session_cookie', 'failure_status', 'do', 'kind'],
    ].map((name) => [name, everything]),
  ),
  '/g/evil/backends/new?kind=pool': {
    kind: 'pool',
    do: 'save',
    name: everything,
    'member.0.id': everything,
    'member.0.weight': everything,
    'member.0.priority': everything,
    'member.1.id': long,
    session_cookie: everything,
    failure_status: everything,
  },
  '/g/evil/backends/mixed/edit': { kind: 'single', do: 'save', name: everything, title: long, url: everything, etag: everything },
  '/g/evil/backends/pool': { do: 'weights', etag: everything, 'member.0.id': everything, 'member.0.weight': everything, 'member.0.priority': everything },
  '/g/evil/backends/mixed': { do: 'reconnect', after: everything },
  '/g/evil/backends/mixed/delete': { etag: everything },
  '/g/rude/backends/new': { kind: 'single', do: 'save', name: 'fine', url: 'https://fine.example' },
  '/g/evil/playground': {
    do: 'send',
    prompt: everything,
    system: everything,
    deployment: everything,
    api_path: everything,
    subscription: everything,
    api_version: everything,
    temperature: everything,
    stop: everything,
    'message.0.role': 'user',
    'message.0.content': everything,
    'message.1.role': 'assistant',
    'message.1.content': `${everything} ${long}`,
  },
};

for (const [path, pairs] of Object.entries({ ...drafts, ...posts })) {
  test(`a draft posted to ${path} comes back as text`, async ({ hostile, page, expectProblem }) => {
    const raw = await fetch(hostile.url + path, { method: 'POST', body: new URLSearchParams(pairs), redirect: 'manual' });
    holdsNoMarkup(await raw.text());
    allow(raw.status, expectProblem);
    await page.goto(`${hostile.url}/operations`);
    await hydrated(page);
    await postForm(page, pairs, path);
    await hydrated(page);
    await nothingRan(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await fitsTheScreen(page);
  });
}

test('what was refused stands in the audit as text', async ({ hostile, page, expectProblem }) => {
  const pairs = new URLSearchParams({ do: 'reconnect', after: '' });
  await fetch(`${hostile.url}/g/rude/backends/mixed`, { method: 'POST', body: pairs, redirect: 'manual' });
  await isHarmless({ page, expectProblem }, `${hostile.url}/audit?gateway=rude`);
  await page.getByRole('main').locator('tbody a').first().click();
  await expect(page.getByRole('heading', { name: 'What happened' })).toBeVisible();
  await nothingRan(page);
  await fitsTheScreen(page);
  await isHarmless({ page, expectProblem }, page.url());
});

test('a chat about markup is text, both ways', async ({ page, server }) => {
  await page.goto(`${server.url}/g/local/playground`);
  await hydrated(page);
  await page.locator('#prompt').fill(`List ${everything} ${long}`);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByTestId('facts')).toContainText('tokens', { timeout: 30_000 });
  await expect(page.getByLabel('Conversation')).toContainText(markup);
  await nothingRan(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await fitsTheScreen(page);
});
