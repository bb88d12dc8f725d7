// A form that is posted after its session ended: what was typed is not lost.

import { call, cookieOf, expect, hydrated, signIn, type Team, test, typeName } from '../support/team.ts';

/** Ends every session of this person's, from outside of their browser. */
async function endAll(team: Team, person: string): Promise<void> {
  const body = new URLSearchParams({ logout_token: await team.provider.logoutToken({ sub: person }) });
  expect((await fetch(`${team.console.url}/auth/backchannel-logout`, { method: 'POST', body })).status).toBe(200);
}

test('the page keeps it, says so, and sends it after signing in elsewhere', async ({ page, context, team, expectProblem }) => {
  expectProblem(/status of 401/);
  await signIn(page, 'operator', '/g/near/backends/new');
  await hydrated(page);
  await page.getByLabel('Name', { exact: true }).fill('typed-before');
  await page.getByLabel('Title').fill('Typed with care');
  await page.getByLabel('Address', { exact: true }).fill('https://draft.example/openai');
  await endAll(team, 'operator');
  await page.getByRole('button', { name: 'Create in near' }).click();

  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText('Your session has ended');
  await expect(alert).toContainText('Nothing was changed');
  await expect(alert).toBeFocused();
  await expect(page).toHaveURL(/\/backends\/new$/);
  await expect(page.getByLabel('Title')).toHaveValue('Typed with care');
  expect(await team.arm.find('typed-before')).toBeUndefined();

  const [tab] = await Promise.all([context.waitForEvent('page'), alert.getByRole('link', { name: 'Sign in in a new tab' }).click()]);
  await tab.waitForLoadState();
  if (new URL(tab.url()).origin !== team.console.url) await typeName(tab, 'operator');
  await expect(tab).toHaveURL(/\/me$/);
  await page.getByRole('button', { name: 'Create in near' }).click();
  await expect(page).toHaveURL(/\/backends\/typed-before\?done=created/);
  expect((await team.arm.find('typed-before'))?.properties).toMatchObject({ title: 'Typed with care' });
});

test('a button of a list says so too', async ({ page, context, team, expectProblem }) => {
  expectProblem(/status of 401/);
  await signIn(page, 'viewer');
  await hydrated(page);
  await endAll(team, 'viewer');
  await page.getByLabel('What it is for').fill('my script');
  await page.getByRole('button', { name: 'Create a token' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toContainText('Your session has ended');
  await expect(page.getByLabel('What it is for')).toHaveValue('my script');
  expect((await call(team, '/api/me/get', {}, { cookie: await cookieOf(context) })).status).toBe(401);
});

test('a question to the playground comes back', async ({ page, team, expectProblem }) => {
  expectProblem(/status of 401/);
  await signIn(page, 'operator', '/g/near/playground');
  await hydrated(page);
  await page.getByLabel('Deployment').fill('gpt-4o');
  await page.getByLabel('Message', { exact: true }).fill('A question that took a while');
  await endAll(team, 'operator');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('alert')).toContainText(/session has ended/i);
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('A question that took a while');
});
