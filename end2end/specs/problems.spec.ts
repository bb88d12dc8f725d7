// The watch that all other specs rely on: each kind of problem is seen, and only those announced are forgiven.

import { expect, test } from '@playwright/test';

import { Problems } from '../support/problems.ts';

const site = 'http://watched.test';
const pages: Record<string, { body?: string; status?: number; headers?: Record<string, string> }> = {
  '/fine': { body: '<p>fine</p><script>console.warn("just advice"); console.log("hello")</script>' },
  '/console': { body: '<script>console.error("oh no")</script>' },
  '/hydration': { body: '<script>console.warn("A hydration error occurred")</script>' },
  '/thrown': { body: '<script>throw new Error("thrown here")</script>' },
  '/rejected': { body: '<script>Promise.reject(new Error("rejected here"))</script>' },
  '/csp': { body: '<p style="color: red">x</p><script>alert(1)</script>', headers: { 'content-security-policy': "default-src 'self'" } },
  '/broken': { status: 503 },
};

test.beforeEach(async ({ context }) => {
  await context.route(`${site}/**`, async (route) => {
    const page = pages[new URL(route.request().url()).pathname];
    if (!page) return route.abort('connectionrefused');
    const { body = '', status = 200, headers = {} } = page;
    await route.fulfill({ status, headers: { 'content-type': 'text/html', ...headers }, body: `<!doctype html><link rel="icon" href="data:,">${body}` });
  });
});

for (const [path, seen] of [
  ['/console', /console error: oh no/],
  ['/hydration', /console warning: A hydration error/],
  ['/thrown', /page error: .*thrown here/],
  ['/rejected', /page error: .*rejected here/],
  ['/csp', /style-src/],
  ['/broken', /response 503: GET/],
  ['/missing', /request failed: GET .*ERR_CONNECTION_REFUSED/],
] as const) {
  test(`${path} is seen`, async ({ context, page }) => {
    const problems = new Problems();
    await problems.watch(context);
    await page.goto(site + path).catch(() => undefined);
    await expect.poll(() => problems.unexpected().join('\n')).toMatch(seen);
    problems.expect(/./);
    expect(problems.unexpected()).toEqual([]);
  });
}

test('what is fine is no problem, and what was announced must happen', async ({ context, page }) => {
  const problems = new Problems();
  await problems.watch(context);
  await page.goto(`${site}/fine`);
  expect(problems.unexpected()).toEqual([]);
  problems.expect(/oh no/);
  expect(problems.unexpected()).toEqual(['expected, but did not happen: /oh no/']);
});
