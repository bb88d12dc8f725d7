// Signing in at a real provider: who gets in, as what, and what is offered to whom.

import type { Page } from '@playwright/test';

import { audited, call, cookieOf, expect, get, hydrated, listBackends, signIn, test, typeName } from '../support/team.ts';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });

for (const [who, role, value] of [
  ['admin', 'Admin', 'platform'],
  ['operator', 'Operator', 'ml'],
  ['viewer', 'Viewer', 'staff'],
] as const) {
  test(`${who}: to the provider and back, with a role and its reason`, async ({ page, team }) => {
    await signIn(page, who, '/me');
    await hydrated(page);
    const main = page.getByRole('main');
    await expect(main).toContainText(team.provider.people.get(who)!.name);
    await expect(main).toContainText(`The claim roles holds ${value}, which gives ${role}.`);
    await expect(page.getByRole('table', { name: 'Sessions' }).locator('tbody tr')).toContainText(['this one']);
    expect(await audited(team, 'Session_SignIn')).toContain(`Signed in as ${role} by roles = ${value}.`);
  });
}

test('one comes back to the page that one wanted', async ({ page }) => {
  await signIn(page, 'viewer', '/g/near/backends?text=aoai&sort=state');
  await expect(page.getByRole('table')).toContainText('aoai-pool');
});

test('an address of another site is not gone to', async ({ page, team }) => {
  for (const bad of ['https://evil.example/', '//evil.example/', '/%5Cevil.example', '/auth/logout']) {
    const answer = await get(team, `/auth/login?return_to=${encodeURIComponent(bad)}`, {});
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toContain(team.provider.issuer);
  }
  await page.goto('/auth/login?return_to=https://evil.example/');
  await typeName(page, 'viewer');
  await expect(page).toHaveURL(`${team.console.url}/g/near`);
});

test('roles that only userinfo tells', async ({ page, team }) => {
  team.provider.putClaims('userinfo');
  await signIn(page, 'operator', '/me');
  await expect(page.getByRole('main')).toContainText('The claim roles holds ml, which gives Operator.');
  await expect(page.getByRole('main')).toContainText('Otto Operator');
  team.provider.putClaims('id token');
});

test('without a role: a page that says so, why, and nothing else', async ({ page, context, team, expectProblem }) => {
  expectProblem(/status of 403/);
  await page.goto('/g/near/backends');
  await typeName(page, 'nobody');
  await expect(heading(page)).toHaveText('You have no role here yet');
  await expect(page.getByRole('alert')).toContainText('signed in as Nobody Known');
  await expect(page.getByRole('alert')).toContainText('Ask the platform team');
  const cookie = await cookieOf(context);
  for (const path of ['/', '/g/near', '/g/near/backends', '/g/inner', '/audit', '/operations', '/settings', '/nowhere', '/metrics']) {
    expect((await get(team, path, { cookie })).status, path).toBe(403);
  }
  for (const path of ['/api/backends/list', '/api/backends/save', '/api/audit/list', '/api/settings/get', '/api/subscriptions/reveal', '/api/playground/near/x']) {
    expect((await call(team, path, { gateway: 'near', query: {} }, { cookie })).status, path).toBe(403);
  }

  await page.getByRole('link', { name: 'Why is that?' }).click();
  await expect(page).toHaveURL(/\/me$/);
  await hydrated(page);
  await expect(page.getByRole('main')).toContainText('Nothing that the claim roles holds gives a role.');
  await expect(page.getByRole('main')).toContainText('guests');
  await expect(page.getByRole('button', { name: 'Create a token' })).toHaveCount(0);
  // Nothing in the navigation leads to a refusal.
  const links = await page.locator('aside a[href]').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
  expect(links.sort()).toEqual(['/', '/me']);
});

test('a role that came meanwhile counts after signing in again', async ({ page, team, expectProblem }) => {
  expectProblem(/status of 403/);
  await page.goto('/g/near/backends');
  await typeName(page, 'nobody');
  team.provider.people.set('nobody', { name: 'Nobody Known', roles: ['staff'] });
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await expect(page).toHaveURL(/\/g\/near/);
  await page.goto('/me');
  await expect(page.getByRole('main')).toContainText('The claim roles holds staff, which gives Viewer.');
  expect(await audited(team, 'Session_RoleChange')).toContain('No role before, Viewer now');
});

const offered = ['/g/near', '/g/near/backends', '/g/near/backends/aoai-pool', '/g/near/apis', '/g/near/products/ai-standard', '/g/near/subscriptions/demo', '/audit'];

test('a viewer is offered nothing that would be refused', async ({ page, context, team }) => {
  test.slow();
  await signIn(page, 'viewer', '/g/near');
  const cookie = await cookieOf(context);
  const seen = new Set<string>();
  const dead: string[] = [];
  for (const path of offered) {
    await page.goto(path);
    const buttons = await page.getByRole('main').getByRole('button').allInnerTexts();
    expect(buttons.filter((text) => !/^(Copy|Filter)$/.test(text.trim())), path).toEqual([]);
    const links = await page.locator('a[href^="/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
    for (const link of links.filter((link) => !seen.has(link))) {
      seen.add(link);
      if (/\/(new|edit|delete)\b/.test(link) || (await get(team, link, { cookie })).status >= 400) dead.push(`${link} on ${path}`);
    }
  }
  expect(dead).toEqual([]);
});

test('what a viewer tries anyway is refused, and changes nothing', async ({ page, context, team }) => {
  await signIn(page, 'viewer');
  const cookie = await cookieOf(context);
  const before = (await team.arm.log()).length;
  const form = (path: string, pairs: Record<string, string>) =>
    fetch(team.console.url + path, { method: 'POST', headers: { cookie, accept: 'text/html' }, body: new URLSearchParams(pairs), redirect: 'manual' });
  const draft = { do: 'save', kind: 'single', name: 'not-mine', url: 'https://x.example' };
  expect((await form('/g/near/backends/new', draft)).status).toBe(403);
  expect((await form('/g/near/backends/content-safety/delete', { do: 'delete', etag: '*' })).status).toBe(403);
  expect((await form('/g/near/playground', { do: 'send', deployment: 'gpt-4o', api_path: 'openai', subscription: 'demo', prompt: 'Hi' })).status).toBe(403);
  expect((await call(team, '/api/settings/get', {}, { cookie })).status).toBe(403);
  expect((await call(team, '/api/sessions/list', {}, { cookie })).status).toBe(403);
  expect((await listBackends(team, { cookie })).status).toBe(200);
  expect((await team.arm.log()).length).toBe(before);
});

test('an operator works, and cannot reveal', async ({ page, context, team }) => {
  await signIn(page, 'operator', '/g/near/subscriptions/demo');
  await expect(page.getByRole('main').getByRole('button', { name: /reveal|show/i })).toHaveCount(0);
  const cookie = await cookieOf(context);
  for (const which of ['primary', 'secondary']) {
    const answer = await call(team, '/api/subscriptions/reveal', { gateway: 'near', name: 'demo', which }, { cookie });
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain('demo-primary-key');
  }
  const pairs = new URLSearchParams({ do: 'reveal', which: 'primary' });
  const posted = await fetch(`${team.console.url}/g/near/subscriptions/demo`, { method: 'POST', headers: { cookie, accept: 'text/html' }, body: pairs, redirect: 'manual' });
  expect(posted.status).toBe(403);
  expect(await posted.text()).not.toContain('demo-primary-key');
  const asked = { do: 'send', deployment: 'gpt-4o', api_path: 'openai', subscription: 'demo', prompt: 'Hi' };
  const chat = await fetch(`${team.console.url}/g/near/playground`, { method: 'POST', headers: { cookie, accept: 'text/html' }, body: new URLSearchParams(asked) });
  expect(chat.status).toBe(200);
});

test('a gateway with a list of its own is not there for others', async ({ page, context, browser, team }) => {
  await signIn(page, 'admin', '/g/near');
  const cookie = await cookieOf(context);
  await expect(page.locator('a[href="/g/inner"]')).toHaveCount(0);
  for (const path of ['/g/inner', '/g/inner/backends', '/g/inner/playground']) expect((await get(team, path, { cookie })).status, path).toBe(404);
  expect((await listBackends(team, { cookie }, 'inner')).status).toBe(404);
  expect((await call(team, '/api/subscriptions/reveal', { gateway: 'inner', name: 'demo', which: 'primary' }, { cookie })).status).toBe(404);

  const other = await browser.newContext({ baseURL: team.console.url });
  const lead = await other.newPage();
  await signIn(lead, 'lead', '/g/inner/backends');
  await expect(lead.getByRole('table')).toContainText('aoai-pool');
  await expect(lead.locator('a[href="/g/inner"]').first()).toBeAttached();
  await other.close();
});

test('the cookie opens nothing to scripts or other sites, and changes at sign-in', async ({ page, context, team }) => {
  await page.goto('/me');
  const before = await cookieOf(context);
  await typeName(page, 'viewer');
  await expect(page).toHaveURL(/\/me$/);
  const cookie = (await context.cookies()).find((found) => found.name === '__Host-session');
  expect(cookie).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/', domain: '127.0.0.1' });
  expect(await cookieOf(context)).not.toBe(before);
  expect(await page.evaluate(() => document.cookie)).not.toContain('__Host-session');
  // Who knew the id from before the sign-in knows nothing.
  const answer = await listBackends(team, { cookie: before });
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  expect((await get(team, '/me', { cookie: before })).headers.get('location')).toBe('/auth/login?return_to=%2Fme');
});
