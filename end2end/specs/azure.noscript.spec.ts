// Connecting to Azure as oneself, with scripts off.

import { acceptAs, begin, test } from '../support/connecting.ts';
import { expect } from '../support/team.ts';

test('there, back, and taken back', async ({ page, team, expectProblem }) => {
  expectProblem(/status of 403/);
  await begin(page, 'admin');
  await acceptAs(page, 'ada');
  await expect(page).toHaveURL(`${team.console.url}/g/mine/backends`);
  await expect(page.getByRole('table')).toContainText('aoai-pool');
  await page.goto('/me');
  const row = page.getByRole('table', { name: 'Connections to Azure' }).locator('tbody tr');
  await expect(row).toContainText('ada@contoso.test');
  await row.getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByText('You are no longer connected to Azure')).toBeVisible();
  await row.getByRole('link', { name: 'Connect' }).click();
  await expect(page).toHaveURL(`${team.console.url}/me`);
  await expect(row).toContainText('ada@contoso.test');
});
