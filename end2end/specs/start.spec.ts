// The console starts, and its first page becomes alive without a complaint.

import { axe, expect, hydrated, test } from '../support/fixture.ts';

test('the first page hydrates and is accessible', async ({ page }) => {
  const answer = await page.goto('/');
  expect(answer?.status()).toBe(200);
  await hydrated(page);
  await expect(page).toHaveTitle(/.+/);
  await axe(page);
});

test('alive and ready', async ({ server }) => {
  for (const path of ['/healthz', '/readyz']) expect((await fetch(server.url + path)).status).toBe(200);
});
