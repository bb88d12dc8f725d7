// The first page can be read with scripts off.

import { expect, test } from '../support/fixture.ts';

test('the first page says what it is', async ({ page }) => {
  const answer = await page.goto('/');
  expect(answer?.status()).toBe(200);
  await expect(page.getByRole('main')).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).not.toBeEmpty();
});
