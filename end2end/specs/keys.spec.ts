// Keys of a subscription: seen one at a time and for a while, replaced in order; and the states that close it.

import type { Page } from '@playwright/test';

import { Arm, expect, hydrated, open, picture, test } from '../support/fixture.ts';

const main = (page: Page) => page.getByRole('main');
const service = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/local/providers/Microsoft.ApiManagement/service/local-apim';
const path = '/subscriptions/keys-team';
const page_ = '/g/local/subscriptions/keys-team';
const revealed = (page: Page) => page.getByTestId('revealed-key');

test.beforeEach(async ({ server }) => {
  const keys = { primaryKey: 'first-primary-0123456789', secondaryKey: 'first-secondary-0123456789' };
  await new Arm(server.arm).put(path, { displayName: 'Keys team', scope: `${service}/products/ai-standard`, state: 'active', ...keys });
});
test.afterEach(async ({ server }) => new Arm(server.arm).delete(path));

/** What the gateway says to a call with this key. */
async function call(gateway: string, key: string): Promise<number> {
  const body = JSON.stringify({ messages: [{ role: 'user', content: 'Hi' }] });
  const headers = { 'api-key': key, 'content-type': 'application/json' };
  return (await fetch(`${gateway}/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21`, { method: 'POST', headers, body })).status;
}

test('one key is shown, can be copied, hides itself, and the audit says who saw which', async ({ page, context, server }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url });
  await open(page, page_);
  await expect(revealed(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Show the primary key' }).click();
  await expect(revealed(page)).toHaveText('first-primary-0123456789');
  await expect(revealed(page)).toBeFocused();
  expect(await page.content()).not.toContain('first-secondary');
  await expect(page).toHaveURL(/\/subscriptions\/keys-team$/);
  await picture(page, 'keys-revealed');
  await page.locator('.revealed').getByRole('button', { name: 'Copy' }).click();
  await expect(page.locator('.revealed')).toContainText('Copied');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('first-primary-0123456789');

  // The thirty seconds are over.
  const seconds = await page.locator('.revealed').evaluate((element) => element.getAnimations().map((animation) => {
    animation.finish();
    return animation.effect?.getTiming().duration;
  }));
  expect(seconds).toEqual([30_000]);
  await expect(revealed(page)).toBeHidden();

  await page.getByRole('button', { name: 'Show the secondary key' }).click();
  await expect(revealed(page)).toHaveText('first-secondary-0123456789');
  await page.getByRole('link', { name: 'Hide' }).click();
  await expect(revealed(page)).toHaveCount(0);
  await open(page, '/audit?text=keys-team');
  await expect(page.getByRole('table')).toContainText('The primary key was shown');
  await expect(page.getByRole('table')).toContainText('The secondary key was shown');
  expect(await page.content()).not.toContain('first-');
});

test('the keys are replaced in an order in which nobody is cut off', async ({ page, server }) => {
  const arm = new Arm(server.arm);
  expect(await call(server.gateway, 'first-primary-0123456789')).toBe(200);
  await open(page, page_);
  await page.locator('summary', { hasText: 'New secondary key' }).click();
  await page.getByRole('button', { name: 'Make a new secondary key' }).click();
  await expect(main(page)).toContainText('A new key is in force');
  const between = await arm.keys('keys-team');
  expect(between.primaryKey).toBe('first-primary-0123456789');
  expect(between.secondaryKey).not.toBe('first-secondary-0123456789');
  expect(await call(server.gateway, between.secondaryKey)).toBe(200);
  await hydrated(page);
  await expect(main(page).getByText(/^Last made/)).toHaveCount(1);
  await picture(page, 'keys-rotation');
  await page.locator('summary', { hasText: 'New primary key' }).click();
  await page.getByRole('button', { name: 'Make a new primary key' }).click();
  await expect(main(page).getByText(/^Last made/)).toHaveCount(2);
  const after = await arm.keys('keys-team');
  expect(after.secondaryKey).toBe(between.secondaryKey);
  expect(await call(server.gateway, 'first-primary-0123456789')).toBe(401);
  expect(await call(server.gateway, after.primaryKey)).toBe(200);
  await open(page, '/audit?text=keys-team');
  await expect(page.getByRole('table')).toContainText('A new primary key');
});

test('suspended, active again, cancelled: only an active one opens the gateway', async ({ page, server }) => {
  for (const [state, status] of [['Suspended', 401], ['Active', 200], ['Cancelled', 401]] as const) {
    await open(page, `${page_}/edit`);
    await page.getByLabel('State', { exact: true }).selectOption(state);
    await page.getByRole('button', { name: 'Apply to local' }).click();
    await expect(main(page)).toContainText('Saved.');
    await expect(main(page).getByText(state, { exact: true }).first()).toBeVisible();
    expect(await call(server.gateway, 'first-primary-0123456789'), state).toBe(status);
  }
});
