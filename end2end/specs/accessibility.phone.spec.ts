// A phone's screen and touch: the navigation behind its button, and lists as stacked rows.

import { axe, expect, open, picture, test } from '../support/fixture.ts';
import { fitsTheScreen } from '../support/layout.ts';

test('the navigation opens, leads on, and closes', async ({ page }) => {
  await open(page, '/g/local');
  const button = page.locator('summary[aria-label="Navigation"]');
  const audit = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Audit' });
  await expect(audit).toBeHidden();
  await button.tap();
  await expect(audit).toBeVisible();
  await axe(page);
  await fitsTheScreen(page);
  await picture(page, 'phone-navigation');
  await page.getByRole('heading', { level: 1 }).tap({ position: { x: 340, y: 5 }, force: true });
  await expect(audit).toBeHidden();
  await button.tap();
  await audit.tap();
  await expect(page.getByRole('heading', { level: 1, name: 'Audit' })).toBeVisible();
  await expect(audit).toBeHidden();
});

test('a stacked row tells its facts one under the other', async ({ page }) => {
  await open(page, '/g/local/backends');
  const row = page.getByRole('row').filter({ hasText: 'aoai-swc-ptu' });
  const boxes = await Promise.all(['aoai-swc-ptu', 'Azure OpenAI Sweden Central', 'swedencentral', 'Configured'].map((text) => row.getByText(text, { exact: true }).first().boundingBox()));
  const tops = boxes.map((box) => box?.y ?? Number.NaN);
  expect(tops).toEqual([...tops].sort((a, b) => a - b));
  expect(new Set(tops).size).toBe(tops.length);
  await axe(page);
  await fitsTheScreen(page);
});
