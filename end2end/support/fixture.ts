// The `test` that every spec uses. It fails a test for what went wrong unseen: errors in the browser's console, page
// errors, hydration warnings, violations of the content security policy, failed requests, answers of 500 and above.

import axeCore from 'axe-core';
import { type BrowserContext, test as base, expect, type Page, type Request } from '@playwright/test';

import { RunningConsole } from './console.ts';
import { Problems } from './problems.ts';

export { expect } from '@playwright/test';
export { Arm } from './arm.ts';
export { RunningConsole, type RunningEmulator, startConsoleFor, startEmulator } from './console.ts';

interface PerTest {
  problems: Problems;
  /** Announces a problem that the test provokes: `expectProblem(/response 503/, /status of 503/)`. */
  expectProblem: (...patterns: RegExp[]) => void;
}

interface PerWorker {
  /** The console of this worker; `page.goto('/path')` goes to it. A test that stops it starts one of its own instead. */
  server: RunningConsole;
}

export const test = base.extend<PerTest, PerWorker>({
  server: [
    async ({}, use) => {
      const server = await RunningConsole.start();
      await use(server);
      await server.close();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  baseURL: async ({ server }, use) => {
    await use(server.url);
  },

  problems: [
    async ({ context, server, javaScriptEnabled }, use, info) => {
      const problems = new Problems();
      await problems.watch(context, javaScriptEnabled);
      const read = readAlong(context, server);
      const logged = server.logs().length;
      await use(problems);
      await read();
      const unexpected = problems.unexpected();
      if (unexpected.length > 0 || info.status !== info.expectedStatus) {
        await info.attach('console.log', { body: server.logs().slice(logged), contentType: 'text/plain' });
      }
      expect(unexpected, 'problems in the browser').toEqual([]);
    },
    { auto: true },
  ],

  expectProblem: async ({ problems }, use) => {
    await use((...patterns) => problems.expect(...patterns));
  },
});

/** What tests show on purpose. */
const isReveal = (request: Request) => request.method() === 'POST' && /(^|&)do=reveal(&|$)/.test(request.postData() ?? '');

/** Gives the console's search for secrets every page, every answer to a script, and what the browser's own log says. */
function readAlong(context: BrowserContext, server: RunningConsole): () => Promise<unknown> {
  const reading: Promise<void>[] = [];
  const isText = (request: Request) => ['document', 'fetch', 'xhr'].includes(request.resourceType()) && !request.url().includes('/pkg/');
  context.on('requestfinished', (request) => {
    if (!isText(request) || isReveal(request)) return;
    // A page that was left has no body any more.
    const read = request.response().then(async (response) => server.mustHoldNoSecret(`${request.method()} ${request.url()}`, (await response?.body()) ?? ''));
    reading.push(read.catch(() => undefined));
  });
  context.on('console', (message) => server.mustHoldNoSecret("the browser's log", message.text()));
  return () => Promise.all(reading);
}

/** Resolves when the page's scripts have taken over: before that, a click is a plain form or link. */
export async function hydrated(page: Page): Promise<void> {
  await page.locator('body[data-hydrated]').waitFor({ state: 'attached' });
}

/** Opens the path and waits for hydration. */
export async function open(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await hydrated(page);
}

/**
 * No violation of any axe rule on the page, or of `rules` only. It runs in the page itself, injected once per document: each page
 * is looked at several times, and a fresh copy with a page of its own for the report takes five times as long.
 */
export async function axe(page: Page, rules?: string[]): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeCore.source);
  await still(page);
  const violations = await page.evaluate(async (values) => {
    const { axe } = window as unknown as { axe: typeof axeCore };
    const only = values ? { runOnly: { type: 'rule' as const, values } } : {};
    return (await axe.run(document, { resultTypes: ['violations'], preload: false, ...only })).violations;
  }, rules);
  const report = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map((node) => `    ${node.target.join(' ')}: ${node.failureSummary}`).join('\n')}`,
  );
  expect(report, 'axe violations').toEqual([]);
}

/** Until nothing on the page is on its way from one look to another: colours in between belong to neither. */
async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    let ending: Animation[] = [];
    // What inherits a colour sets out when its parent has arrived.
    do {
      await Promise.allSettled(ending.map((animation) => animation.finished));
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      ending = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    } while (ending.length > 0);
  });
}

/** Keeps a screenshot for people to look at: end2end/artefacts/NAME.png. */
export async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `artefacts/${name}.png`, fullPage: true });
}
