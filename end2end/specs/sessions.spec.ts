// How sessions end: by the person, by the provider, by an administrator; and what that leaves of open pages.

import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import type { Browser, BrowserContext, Page } from '@playwright/test';

import { audited, call, cookieOf, expect, get, hydrated, listBackends, signIn, type Team, test, typeName } from '../support/team.ts';

/** Somebody in a browser of their own. */
async function someone(browser: Browser, team: Team, name: string, at = '/me'): Promise<{ page: Page; context: BrowserContext; cookie: string }> {
  const context = await browser.newContext({ baseURL: team.console.url });
  const page = await context.newPage();
  await signIn(page, name, at);
  await hydrated(page);
  return { page, context, cookie: await cookieOf(context) };
}

const isOver = async (team: Team, cookie: string) => expect((await listBackends(team, { cookie })).status).toBe(401);
const isAlive = async (team: Team, cookie: string) => expect((await listBackends(team, { cookie })).status).toBe(200);

test('signing out ends it here and at the provider', async ({ page, context, team }) => {
  await signIn(page, 'viewer');
  const cookie = await cookieOf(context);
  await page.goto('/auth/logout');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign out?');
  await isAlive(team, cookie);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL((url) => url.origin === team.provider.issuer);
  await isOver(team, cookie);
  await page.getByRole('button', { name: 'Yes' }).click();
  await expect(page).toHaveURL(`${team.console.url}/auth/logout?done=1`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Signed out');
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await expect(page.getByLabel('Username')).toBeVisible();
  expect(await audited(team, 'Session_SignOut')).toContain('Vera Viewer');
});

test("signing out works from /me, with the page's scripts", async ({ page, team }) => {
  await signIn(page, 'viewer');
  await hydrated(page);
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL((url) => url.origin === team.provider.issuer);
});

test('a session that ends at the provider ends here', async ({ browser, team }) => {
  const here = await someone(browser, team, 'operator');
  const elsewhere = await someone(browser, team, 'operator');
  const other = await someone(browser, team, 'viewer');
  // In another tab, at the provider itself.
  const tab = await here.context.newPage();
  await tab.goto(`${team.provider.issuer}/session/end`);
  await tab.getByRole('button', { name: 'Yes' }).click();
  await expect.poll(async () => (await listBackends(team, { cookie: here.cookie })).status).toBe(401);
  await isAlive(team, elsewhere.cookie);
  await isAlive(team, other.cookie);
  await here.page.goto('/g/near/backends');
  await expect(here.page.getByLabel('Username')).toBeVisible();
  expect(await audited(team, 'Session_SignOut')).toContain('The identity provider ended the session of Otto Operator');
  for (const { context } of [here, elsewhere, other]) await context.close();
});

test('the provider ends all that a person has', async ({ browser, team }) => {
  const first = await someone(browser, team, 'operator');
  const second = await someone(browser, team, 'operator');
  const other = await someone(browser, team, 'viewer');
  const token = await team.provider.logoutToken({ sub: 'operator' });
  expect((await backchannel(team, token)).status).toBe(200);
  await isOver(team, first.cookie);
  await isOver(team, second.cookie);
  await isAlive(team, other.cookie);
  // The same token does not end a second time what came after it.
  expect((await backchannel(team, token)).status).toBe(400);
  for (const { context } of [first, second, other]) await context.close();
});

const backchannel = (team: Team, token: string) =>
  fetch(`${team.console.url}/auth/backchannel-logout`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) });

test('what is no logout token of the provider ends nothing', async ({ page, context, team }) => {
  await signIn(page, 'operator');
  const cookie = await cookieOf(context);
  const now = Math.floor(Date.now() / 1000);
  const good = await team.provider.logoutToken({ sub: 'operator' });
  const wrong: Record<string, string> = {
    empty: '',
    'no token': 'a.b.c',
    'signature cut off': good.slice(0, good.lastIndexOf('.') + 1),
    'key of somebody else': await team.provider.logoutToken({ sub: 'operator' }, await team.provider.somebodysKey()),
    'another audience': await team.provider.logoutToken({ sub: 'operator', aud: 'other' }),
    'another issuer': await team.provider.logoutToken({ sub: 'operator', iss: 'https://other.example' }),
    'too old': await team.provider.logoutToken({ sub: 'operator', iat: now - 600, exp: now + 60 }),
    'an id token': await team.provider.logoutToken({ sub: 'operator', events: undefined }),
    'with a nonce': await team.provider.logoutToken({ sub: 'operator', nonce: 'x' }),
    nobody: await team.provider.logoutToken({}),
    'without an id': await team.provider.logoutToken({ sub: 'operator', jti: undefined }),
  };
  for (const [what, token] of Object.entries(wrong)) {
    const answer = await backchannel(team, token);
    expect(answer.status, what).toBe(400);
    expect(answer.headers.get('cache-control'), what).toBe('no-store');
  }
  await isAlive(team, cookie);
});

test('a session ended on /me is over in the browser that had it', async ({ browser, team }) => {
  const old = await someone(browser, team, 'admin', '/g/near/backends');
  const own = await someone(browser, team, 'admin');
  await own.page.reload();
  await hydrated(own.page);
  const rows = own.page.getByRole('table', { name: 'Sessions' }).locator('tbody tr');
  const current = rows.filter({ hasText: 'this one' });
  await expect(current).toHaveCount(1);
  const count = await rows.count();
  await rows.filter({ hasNotText: 'this one' }).first().getByRole('button', { name: /^End/ }).click();
  await expect(own.page.getByRole('main')).toContainText('The session has ended');
  await expect(rows).toHaveCount(count - 1);
  await isOver(team, old.cookie);
  await isAlive(team, own.cookie);
  await old.context.clearCookies({ name: '_session' });
  await old.page.getByRole('link', { name: 'aoai-pool' }).first().click();
  await expect(old.page.getByLabel('Username')).toBeVisible();
  await typeName(old.page, 'admin');
  await expect(old.page).toHaveURL(/\/g\/near\/backends\/aoai-pool$/);
  expect(await audited(team, 'Session_Revoke')).toContain('Ended the session of Ada Admin');
  for (const { context } of [old, own]) await context.close();
});

test("nobody ends a stranger's session, but an administrator", async ({ browser, team }) => {
  const admin = await someone(browser, team, 'lead', '/settings');
  const viewer = await someone(browser, team, 'viewer');
  const list = await call(team, '/api/sessions/list', {}, { cookie: admin.cookie });
  const { sessions } = (await list.json()) as { sessions: { id: string; person_id: string; is_current: boolean }[] };
  const ofAdmin = sessions.find((session) => session.person_id === 'lead')!;
  expect(ofAdmin.is_current).toBe(true);
  const refused = await call(team, '/api/me/revoke-session', { session: ofAdmin.id }, { cookie: viewer.cookie });
  expect(refused.status).toBe(403);
  await isAlive(team, admin.cookie);
  for (const { context } of [admin, viewer]) await context.close();
});

// Words that take the model many tokens to repeat: the answer lasts for seconds.
const longQuestion = 'List q7z1x9k3v8w2j5m4n6p0b1c2d3f4g5 h8j2k4l6z1x3c5v7b9n0m2q4w6e8r0 t1y3u5i7o9p2a4s6d8f0g1h3j5k7l9 x2y4z6a8b0c1d3e5f7g9h2i4j6k8l0';

test('an administrator ends a session, and its open answer with it', async ({ browser, team }) => {
  const admin = await someone(browser, team, 'admin');
  const operator = await someone(browser, team, 'operator');
  const url = `${team.console.url}/api/playground/near/openai/deployments/gpt-4o/chat/completions?subscription=demo`;
  const body = JSON.stringify({ stream: true, messages: [{ role: 'user', content: longQuestion }] });
  const answer = await fetch(url, { method: 'POST', headers: { cookie: operator.cookie, 'content-type': 'application/json' }, body });
  expect(answer.status).toBe(200);
  const reader = answer.body!.getReader();
  expect((await reader.read()).done).toBe(false);
  // The provider is asked again meanwhile: the session has another id than the one that the answer began under.
  const again = await operator.context.request.get('/auth/login?silent=1&return_to=/me');
  expect(again.url()).toBe(`${team.console.url}/me`);
  const cookie = await cookieOf(operator.context);
  expect(cookie).not.toBe(operator.cookie);

  const { sessions } = (await (await call(team, '/api/sessions/list', {}, { cookie: admin.cookie })).json()) as { sessions: { id: string; person_id: string }[] };
  for (const session of sessions.filter((session) => session.person_id === 'operator')) {
    expect((await call(team, '/api/me/revoke-session', { session: session.id }, { cookie: admin.cookie })).status).toBe(200);
  }
  const ended = Date.now();
  let rest = '';
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) rest += new TextDecoder().decode(chunk.value);
  expect(Date.now() - ended).toBeLessThan(1_000);
  expect(rest).not.toContain('[DONE]');
  await isOver(team, cookie);
  expect(await audited(team, 'Session_RevokeOther')).toContain('Ended the session of Otto Operator');
  for (const { context } of [operator, admin]) await context.close();
});

test('an administrator ends a session on /settings while its playground answers', async ({ browser, team }) => {
  const operator = await someone(browser, team, 'operator', '/g/near/playground');
  const admin = await someone(browser, team, 'admin', '/settings');
  await operator.page.getByLabel('Deployment').fill('gpt-4o');
  await operator.page.getByLabel('Message', { exact: true }).fill(longQuestion);
  await operator.page.getByRole('button', { name: 'Send' }).click();
  const conversation = operator.page.getByRole('list', { name: 'Conversation' });
  await expect(conversation).toContainText(/Three points/, { timeout: 30_000 });
  const row = admin.page.getByRole('table', { name: 'Sessions' }).locator('tbody tr').filter({ hasText: 'Otto Operator' }).first();
  await row.getByRole('button', { name: /^End/ }).click();
  await expect(admin.page.getByRole('main')).toContainText('its open answers too');
  await expect(conversation).toHaveAttribute('aria-busy', 'false', { timeout: 1_000 });
  await expect(conversation).toContainText('Three points');
  for (const { context } of [operator, admin]) await context.close();
});

/** The database, while the console is down. */
async function sql(team: Team, statement: string): Promise<void> {
  const script = 'import sqlite3,sys\nwith sqlite3.connect(sys.argv[1]) as db: db.execute(sys.argv[2])';
  await promisify(execFile)('python3', ['-c', script, path.join(team.console.dataDir, 'console.db'), statement]);
}

test('after a while the provider is asked again, unseen, and a new role counts', async ({ page, context, team }) => {
  await signIn(page, 'operator', '/g/near/backends');
  await expect(page.getByRole('link', { name: 'New backend' })).toBeVisible();
  const cookie = await cookieOf(context);
  team.provider.people.set('operator', { name: 'Otto Operator', roles: ['staff'] });
  await page.reload();
  await expect(page.getByRole('link', { name: 'New backend' })).toBeVisible();

  // As if the last time were an hour and more ago.
  await page.goto('about:blank'); // nothing is under way when the console goes
  await team.console.kill('SIGTERM');
  await sql(team, "UPDATE session SET data = json_set(data, '$.visit.checked_at', json_extract(data, '$.visit.checked_at') - 3700000)");
  await team.console.start();
  await page.goto('/g/near/backends?text=aoai');
  await expect(page).toHaveURL(/\/g\/near\/backends\?text=aoai$/);
  await expect(page.getByRole('link', { name: 'New backend' })).toHaveCount(0);
  expect(await cookieOf(context)).not.toBe(cookie);
  expect(await audited(team, 'Session_RoleChange')).toContain('Operator before, Viewer now');
});

test('a session that lasted its longest is over', async ({ page, context, team }) => {
  await signIn(page, 'viewer');
  const cookie = await cookieOf(context);
  await page.goto('about:blank'); // nothing is under way when the console goes
  await team.console.kill('SIGTERM');
  await sql(team, "UPDATE session SET data = json_set(data, '$.visit.created_at', json_extract(data, '$.visit.created_at') - 86400000)");
  await team.console.start();
  await isOver(team, cookie);
  expect((await get(team, '/me', { cookie })).status).toBe(303);
});
