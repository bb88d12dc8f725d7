// Signing in, and a session that ends under a form, with scripts off.

import { expect, picture, signIn, test, typeName } from '../support/team.ts';

test('in and out', async ({ page, team }) => {
  await signIn(page, 'operator', '/g/near/backends');
  await expect(page.getByRole('table')).toContainText('aoai-pool');
  await page.goto('/me');
  await page.getByRole('main').getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL((url) => url.origin === team.provider.issuer);
});

test('what was typed can be sent again after signing in in another tab', async ({ page, context, team, expectProblem }) => {
  expectProblem(/status of 401/);
  await signIn(page, 'operator', '/g/near/backends/new');
  await page.getByLabel('Name', { exact: true }).fill('plain-draft');
  await page.getByLabel('Title').fill('<b>"Typed" & kept</b>');
  await page.getByLabel('Address', { exact: true }).fill('https://draft.example/openai');
  const body = new URLSearchParams({ logout_token: await team.provider.logoutToken({ sub: 'operator' }) });
  expect((await fetch(`${team.console.url}/auth/backchannel-logout`, { method: 'POST', body })).status).toBe(200);
  await page.getByRole('button', { name: 'Create in near' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your session has ended');
  await picture(page, 'session-ended');
  expect(await team.arm.find('plain-draft')).toBeUndefined();
  const [tab] = await Promise.all([context.waitForEvent('page'), page.getByRole('link', { name: 'Sign in in a new tab' }).click()]);
  await tab.waitForLoadState();
  if (new URL(tab.url()).origin !== team.console.url) await typeName(tab, 'operator');
  await expect(tab).toHaveURL(/\/me$/);
  await page.getByRole('button', { name: 'Send again' }).click();
  await expect(page).toHaveURL(/\/backends\/plain-draft\?done=created/);
  expect((await team.arm.find('plain-draft'))?.properties).toMatchObject({ title: '<b>"Typed" & kept</b>' });
});

test('a token is made and shown once', async ({ page }) => {
  await signIn(page, 'viewer');
  await page.getByLabel('What it is for').fill('plain');
  await page.getByRole('button', { name: 'Create a token' }).click();
  await expect(page.getByTestId('new-token')).toHaveText(/^agc_[0-9a-f]{64}$/);
  await page.goto('/me');
  await expect(page.getByTestId('new-token')).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoke plain' }).click();
  await expect(page.getByRole('main')).toContainText('The token is revoked');
});
