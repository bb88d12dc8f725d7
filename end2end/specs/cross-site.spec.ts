// Pages of other sites that try to act as whoever is signed in: from another site (localhost), and from another port
// of the same one, where the browser does send the cookie along. Nothing that they try reaches the gateway.

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Page } from '@playwright/test';

import { cookieOf, entries, expect, listBackends, signIn, type Team, test } from '../support/team.ts';

let evil: http.Server;
let port: number;
/** What the page of the other site holds. */
let markup = '';

test.beforeAll(async () => {
  evil = http.createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><html lang="en"><head><title>evil</title><link rel="icon" href="data:,"></head><body>${markup}</body></html>`);
  });
  evil.listen(0, '127.0.0.1');
  await once(evil, 'listening');
  ({ port } = evil.address() as AddressInfo);
});

test.afterAll(async () => {
  evil.closeAllConnections();
  evil.close();
});

interface Attack {
  path: string;
  pairs: Record<string, string>;
}

const attacks: Attack[] = [
  { path: '/g/near/backends/new', pairs: { do: 'save', kind: 'single', name: 'evil', url: 'https://evil.example' } },
  { path: '/g/near/backends/content-safety/delete', pairs: { do: 'delete', etag: '*' } },
  { path: '/g/near/backends/content-safety', pairs: { do: 'reconnect', after: '' } },
  { path: '/g/near/playground', pairs: { do: 'send', deployment: 'gpt-4o', api_path: 'openai', subscription: 'demo', prompt: 'Hi' } },
  { path: '/g/near/subscriptions/demo', pairs: { do: 'reveal', which: 'primary' } },
  { path: '/g/near/subscriptions/demo', pairs: { do: 'regenerate', which: 'primary' } },
  { path: '/me', pairs: { do: 'create-token', name: 'evil', role: 'admin', days: '366' } },
  { path: '/settings', pairs: { do: 'revoke-session', session: 'x' } },
  { path: '/theme', pairs: { theme: 'dark' } },
  { path: '/auth/logout', pairs: {} },
  { path: '/api/backends/delete', pairs: { gateway: 'near', name: 'content-safety', etag: '*' } },
  { path: '/api/me/create-token', pairs: { 'draft[name]': 'evil' } },
  { path: '/api/playground/near/openai/deployments/gpt-4o/chat/completions?subscription=demo', pairs: { prompt: 'Hi' } },
];

/** Every form, stream and server function, from the tables that the Rust tests hold against the running router. */
function everything(): Attack[] {
  const tables = readFileSync(new URL('../../server/tests/it/routes.rs', import.meta.url), 'utf8');
  const [, posts = ''] = /pub const POSTS[^=]*= &\[(.*?)\];/s.exec(tables) ?? [];
  const forms = [...posts.matchAll(/"([^"]+)"/g)].map(([, path = '']) => path);
  const functions = [...tables.matchAll(/endpoint\(\s*"([^"]+)"/g)].map(([, path]) => `/api/${path}`);
  expect(Math.min(forms.length, functions.length), 'the tables are not where they were').toBeGreaterThan(15);
  return [...new Set([...forms, ...functions])].map((path) => ({ path: path.replace(/\/local\//, '/near/'), pairs: {} }));
}

const inputs = (pairs: Record<string, string>) => Object.entries(pairs).map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`).join('');

/** What must be as before: the gateway, the session, the audit. */
async function snapshot(team: Team, cookie: string) {
  const log = (await team.arm.log()).length;
  const [newest] = await entries(team);
  return { log, newest, status: (await listBackends(team, { cookie })).status };
}

for (const host of ['localhost', '127.0.0.1']) {
  const kind = host === 'localhost' ? 'another site' : 'another port of the same site';

  test(`forms of ${kind} are refused`, async ({ page, context, team, problems }) => {
    test.slow();
    // Each refusal, and the icon that a page of plain text has not.
    problems.expect(/status of 40[34]/);
    await signIn(page, 'admin');
    const cookie = await cookieOf(context);
    const before = await snapshot(team, cookie);
    for (const { path, pairs } of attacks) {
      for (const encoding of ['application/x-www-form-urlencoded', 'text/plain']) {
        markup = `<form method="post" enctype="${encoding}" action="${team.console.url}${path}">${inputs(pairs)}<button>Win</button></form>`;
        await page.goto(`http://${host}:${port}/`);
        const answered = page.waitForResponse((response) => response.url() === team.console.url + path && response.request().method() === 'POST');
        await page.getByRole('button').click();
        expect((await answered).status(), `${encoding} to ${path}`).toBe(403);
      }
    }
    expect(await snapshot(team, cookie)).toEqual(before);
  });

  test(`scripts of ${kind} are refused, and read nothing`, async ({ page, context, team, problems }) => {
    test.slow();
    await signIn(page, 'admin');
    const cookie = await cookieOf(context);
    const before = await snapshot(team, cookie);
    problems.expect(/./);
    const all = [...attacks, ...everything()];
    const logged = team.console.logs().length;
    markup = '';
    await page.goto(`http://${host}:${port}/`);
    const read = await page.evaluate(tryAll, { origin: team.console.url, attacks: all });
    expect(read, 'what the page could read').toEqual([]);
    // What came through to the console, as it says itself: the browser shows a page nothing of that.
    const answered = () => [...team.console.logs().slice(logged).matchAll(/method=(POST|DELETE) .*answered status=(\d+)/g)].map(([, , status]) => status);
    await expect.poll(() => answered().length).toBeGreaterThanOrEqual(3 * all.length);
    expect([...new Set(answered())]).toEqual(['403']);
    expect(await snapshot(team, cookie)).toEqual(before);
  });

  test(`images, event streams, frames and sockets of ${kind} bring nothing`, async ({ page, context, team, problems }) => {
    test.slow();
    await signIn(page, 'admin');
    const cookie = await cookieOf(context);
    const before = await snapshot(team, cookie);
    problems.expect(/./);
    markup = '';
    await page.goto(`http://${host}:${port}/`);
    const outcomes = await page.evaluate(embedAll, { origin: team.console.url, paths: [...attacks, ...everything()].map(({ path }) => path) });
    expect([...new Set(outcomes)]).toEqual(['error']);
    const framed = await frame(page, `${team.console.url}/me`);
    expect(framed).not.toContain('Ada Admin');
    expect(await snapshot(team, cookie)).toEqual(before);
  });
}

/** In the page: each attack by fetch, in every way that a script can send it. Gives what it could read of the answers. */
async function tryAll({ origin, attacks }: { origin: string; attacks: Attack[] }): Promise<string[]> {
  const read: string[] = [];
  const attempt = async (url: string, init: RequestInit) => {
    try {
      const answer = await fetch(url, { credentials: 'include', ...init });
      if (answer.type !== 'opaque' && answer.type !== 'opaqueredirect') read.push(`${init.method} ${url}: ${answer.status}`);
    } catch {
      // Refused by the browser, since the console allows no other origin.
    }
  };
  for (const { path, pairs } of attacks) {
    const form = new URLSearchParams(pairs);
    await attempt(origin + path, { method: 'POST', mode: 'no-cors', body: form });
    await attempt(origin + path, { method: 'POST', mode: 'no-cors', body: new Blob([JSON.stringify(pairs)], { type: 'text/plain' }) });
    await attempt(origin + path, { method: 'POST', body: form });
    await attempt(origin + path, { method: 'POST', headers: { 'content-type': 'application/json', 'x-console-form': '1' }, body: JSON.stringify(pairs) });
    await attempt(origin + path, { method: 'DELETE' });
    navigator.sendBeacon(origin + path, form);
  }
  await attempt(`${origin}/api/backends/list`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"gateway":"near","query":{}}' });
  await attempt(`${origin}/me`, {});
  return read;
}

/** In the page: each address as image, script and event stream. Gives what became of each. */
async function embedAll({ origin, paths }: { origin: string; paths: string[] }): Promise<string[]> {
  const settled = (start: (done: (outcome: string) => void) => void) => new Promise<string>(start);
  const one = (url: string) => [
    settled((done) => {
      const image = new Image();
      image.onload = () => done('loaded');
      image.onerror = () => done('error');
      image.src = url;
    }),
    settled((done) => {
      const script = document.createElement('script');
      script.onload = () => done('loaded');
      script.onerror = () => done('error');
      script.src = url;
      document.body.append(script);
    }),
    settled((done) => {
      const events = new EventSource(url, { withCredentials: true });
      events.onopen = () => done('loaded');
      events.onerror = () => {
        events.close();
        done('error');
      };
    }),
    settled((done) => {
      const socket = new WebSocket(url.replace('http:', 'ws:'));
      socket.onopen = () => done('loaded');
      socket.onerror = () => done('error');
    }),
  ];
  return Promise.all(paths.flatMap((path) => one(origin + path)));
}

/** The text of the console's page inside a frame of this one. */
async function frame(page: Page, url: string): Promise<string> {
  await page.evaluate((address) => {
    const element = document.createElement('iframe');
    element.src = address;
    element.name = 'inner';
    const loaded = new Promise((done) => element.addEventListener('load', done));
    document.body.append(element);
    return loaded;
  }, url);
  const found = page.frames().find((candidate) => candidate !== page.mainFrame());
  return (await found?.locator('body').textContent().catch(() => '')) ?? '';
}
