// Connecting to Azure as oneself, at a real OpenID provider in Entra ID's place: there, back, and what a person is told
// when it does not work out.

import { acceptAs, arrive, begin, goOn, heading, test } from '../support/connecting.ts';
import { app } from '../support/directory.ts';
import { audited, axe, call, cookieOf, expect, hydrated, picture } from '../support/team.ts';

test('there and back, once; then pages are the person’s own', async ({ page, context, team, directory, expectProblem }) => {
  expectProblem(/status of 403/);
  await arrive(page, 'admin');
  await picture(page, 'azure-connect');
  await axe(page);
  await goOn(page);
  expect(directory.begun.at(-1)?.get('code_challenge_method')).toBe('S256');
  await acceptAs(page, 'ada');
  await expect(page).toHaveURL(`${team.console.url}/g/mine/backends`);
  await expect(page.getByRole('table')).toContainText('aoai-pool');
  expect(await audited(team, 'Azure_Connect')).toContain('applied: Connected to');

  await page.goto('/me');
  await hydrated(page);
  const row = page.getByRole('table', { name: 'Connections to Azure' }).locator('tbody tr');
  await expect(row).toContainText('mine');
  await expect(row).toContainText('ada@contoso.test');
  await picture(page, 'azure-me');
  await axe(page);
  await row.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByText('You are no longer connected to Azure')).toBeVisible();
  await expect(row).toContainText('not connected');
  const answer = await call(team, '/api/backends/list', { gateway: 'mine', query: {} }, { cookie: await cookieOf(context) });
  expect(answer.status).toBe(403);
  expect((await answer.json()) as object).toMatchObject({ code: 'not_connected', connect: { gateway: 'mine', why: 'new' } });
});

test('one who declines is told what that means, and can begin again', async ({ page, team, expectProblem }) => {
  expectProblem(/status of 403/);
  await begin(page, 'operator');
  await page.getByRole('button', { name: 'Decline' }).click();
  await expect(heading(page)).toHaveText('Not connected to Azure');
  await expect(page.getByRole('alert')).toContainText('you declined');
  await expect(page.getByRole('alert')).toContainText('AADSTS65004');
  await axe(page);
  await page.getByRole('link', { name: 'Connect again' }).click();
  await acceptAs(page, 'otto');
  await expect(page).toHaveURL(`${team.console.url}/g/mine/backends`);
  await expect(page.getByRole('table')).toContainText('aoai-pool');
});

test('an account of another tenant is named, and another one can be chosen', async ({ page, directory, expectProblem }) => {
  expectProblem(/status of 403/);
  directory.tenant = '99999999-0000-0000-0000-000000000000';
  await begin(page, 'viewer');
  await acceptAs(page, 'guest');
  await expect(page.getByRole('alert')).toContainText(`Expected tenant: ${app.tenant}`);
  await expect(page.getByRole('alert')).toContainText(`Tenant of this account: ${directory.tenant}`);
  await picture(page, 'azure-other-tenant');
  await axe(page);
  directory.tenant = app.tenant;
  await page.getByRole('link', { name: 'Connect with another account' }).click();
  await expect.poll(() => directory.begun.at(-1)?.get('prompt')).toBe('select_account');
});
