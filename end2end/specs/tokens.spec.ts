// Personal tokens: made on the page, shown once, worth what they were made for and never more than their person.

import type { Page } from '@playwright/test';

import { audited, call, cookieOf, expect, get, hydrated, listBackends, signIn, type Team, test } from '../support/team.ts';

interface Wish {
  name: string;
  role?: 'viewer' | 'operator' | 'admin';
  gateway?: string;
}

/** The secret, from the page that shows it. */
async function create(page: Page, { name, role = 'viewer', gateway }: Wish): Promise<string> {
  await page.goto('/me');
  await hydrated(page);
  await page.getByLabel('What it is for').fill(name);
  await page.getByLabel('May do').selectOption(role);
  if (gateway) await page.getByRole('checkbox', { name: gateway }).check();
  await page.getByRole('button', { name: 'Create a token' }).click();
  const secret = await page.getByTestId('new-token').innerText();
  expect(secret).toMatch(/^agc_[0-9a-f]{64}$/);
  return secret;
}

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
const save = (team: Team, secret: string, name: string) =>
  call(team, '/api/backends/delete', { gateway: 'near', name, etag: '"none"' }, bearer(secret));

test('shown once, then a line in the list; used by scripts; revoked', async ({ page, team }) => {
  await signIn(page, 'admin');
  const secret = await create(page, { name: 'nightly report' });
  const row = page.getByRole('table', { name: 'Tokens' }).locator('tbody tr').filter({ hasText: 'nightly report' });
  await expect(row).toContainText('Viewer');
  await expect(row).toContainText('never');
  await page.goto('/me');
  await expect(row).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  expect(team.console.logs()).not.toContain(secret);

  const answer = await listBackends(team, bearer(secret));
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('aoai-pool');
  expect(answer.headers.get('set-cookie')).toBeNull();
  await page.goto('/me');
  await expect(row).not.toContainText('never');

  await hydrated(page);
  await row.getByRole('button', { name: /^Revoke/ }).click();
  await expect(page.getByRole('main')).toContainText('The token is revoked');
  await expect(row).toHaveCount(0);
  const refused = await listBackends(team, bearer(secret));
  expect(refused.status).toBe(401);
  expect(refused.headers.get('www-authenticate')).toContain('invalid_token');
  expect(await audited(team, 'Token_Create')).toContain('nightly report');
  expect(await audited(team, 'Token_Revoke')).toContain('Ada Admin');
});

test('what is wrong with a wish stands beside its field', async ({ page, expectProblem }) => {
  expectProblem(/status of 422/);
  await signIn(page, 'viewer');
  await hydrated(page);
  await expect(page.getByLabel('May do').locator('option')).toHaveText(['Viewer']);
  await page.getByLabel('Days').fill('1000');
  await page.getByRole('button', { name: 'Create a token' }).click();
  await expect(page.getByLabel('What it is for')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Days')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Days')).toHaveValue('1000');
});

test('a token opens no page, and no page takes it', async ({ page, team }) => {
  await signIn(page, 'admin');
  const secret = await create(page, { name: 'api only', role: 'admin' });
  for (const path of ['/me', '/g/near/backends', '/settings']) {
    const answer = await get(team, path, bearer(secret));
    expect(answer.status, path).toBe(303);
    expect(answer.headers.get('location')).toMatch(/^\/auth\/login/);
  }
  const pairs = new URLSearchParams({ do: 'reveal', which: 'primary' });
  const posted = await fetch(`${team.console.url}/g/near/subscriptions/demo`, { method: 'POST', headers: bearer(secret), body: pairs });
  expect(posted.status).toBe(401);
});

test('a token may do what it was made for, where it was made for', async ({ page, team }) => {
  await signIn(page, 'lead');
  const viewer = await create(page, { name: 'reads', role: 'viewer' });
  const near = await create(page, { name: 'reads near', role: 'viewer', gateway: 'near' });
  const admin = await create(page, { name: 'does all', role: 'admin' });
  expect((await listBackends(team, bearer(viewer), 'inner')).status).toBe(200);
  expect((await listBackends(team, bearer(near))).status).toBe(200);
  expect((await listBackends(team, bearer(near), 'inner')).status).toBe(404);
  const before = (await team.arm.log()).length;
  expect((await save(team, viewer, 'content-safety')).status).toBe(403);
  expect((await team.arm.log()).length).toBe(before);
  expect((await save(team, admin, 'content-safety')).status).toBe(409);
  const reveal = { gateway: 'near', name: 'demo', which: 'primary' };
  expect((await call(team, '/api/subscriptions/reveal', reveal, bearer(viewer))).status).toBe(403);
  expect((await call(team, '/api/subscriptions/reveal', reveal, bearer(admin))).status).toBe(200);
});

test('a token is worth no more than its person', async ({ page, browser, team }) => {
  await signIn(page, 'admin');
  const secret = await create(page, { name: 'outlives a role', role: 'admin' });
  expect((await call(team, '/api/sessions/list', {}, bearer(secret))).status).toBe(200);
  // The person lost the role; the console learns it when they next sign in.
  team.provider.people.set('admin', { name: 'Ada Admin', roles: ['staff'] });
  const other = await browser.newContext({ baseURL: team.console.url });
  await signIn(await other.newPage(), 'admin');
  await other.close();
  expect((await call(team, '/api/sessions/list', {}, bearer(secret))).status).toBe(403);
  expect((await listBackends(team, bearer(secret))).status).toBe(200);
  team.provider.people.set('admin', { name: 'Ada Admin', roles: [] });
  const third = await browser.newContext({ baseURL: team.console.url });
  await signIn(await third.newPage(), 'admin');
  await third.close();
  expect((await listBackends(team, bearer(secret))).status).toBe(403);
});

test('what is no token is refused, whatever else comes with it', async ({ page, context, team }) => {
  await signIn(page, 'viewer');
  const cookie = await cookieOf(context);
  for (const wrong of ['agc_', `agc_${'0'.repeat(64)}`, 'x', '', cookie]) {
    expect((await listBackends(team, { ...bearer(wrong), cookie })).status, wrong).toBe(401);
  }
});

test("an administrator ends someone's token", async ({ page, browser, team }) => {
  await signIn(page, 'viewer');
  const secret = await create(page, { name: "Vera's script" });
  const other = await browser.newContext({ baseURL: team.console.url });
  const admin = await other.newPage();
  await signIn(admin, 'admin', '/settings');
  await hydrated(admin);
  const row = admin.getByRole('table', { name: 'Tokens' }).locator('tbody tr').filter({ hasText: "Vera's script" });
  await expect(row).toContainText('Vera Viewer');
  await row.getByRole('button', { name: /^Revoke/ }).click();
  await expect(admin.getByRole('main')).toContainText('The token is revoked');
  expect((await listBackends(team, bearer(secret))).status).toBe(401);
  expect(await audited(team, 'Token_RevokeOther')).toContain('Ada Admin');
  await other.close();
});
