// How the frame behaves: what opens closes again, and one never falls out of it.

import { expect, open, test } from '../support/fixture.ts';

const openers = [
  { name: 'the theme menu', path: '/g/local', summary: 'summary[aria-label="Theme"]' },
  { name: 'the gateway switcher', path: '/g/local', summary: 'aside details > summary' },
  { name: 'a row menu', path: '/g/local/backends', summary: '.menu-root > summary' },
];

for (const { name, path, summary } of openers) {
  test(`${name} closes on a click elsewhere and on Escape`, async ({ page }) => {
    await open(page, path);
    const button = page.locator(summary).first();
    const details = button.locator('xpath=..');
    await button.click();
    await expect(details).toHaveAttribute('open', '');
    await page.getByRole('heading', { level: 1 }).click();
    await expect(details).not.toHaveAttribute('open');
    await button.click();
    await expect(details).toHaveAttribute('open', '');
    await page.keyboard.press('Escape');
    await expect(details).not.toHaveAttribute('open');
    await expect(button).toBeFocused();
  });
}

test('a theme that was chosen stays, from the first byte on', async ({ page }) => {
  await open(page, '/g/local');
  await page.locator('summary[aria-label="Theme"]').click();
  await page.getByRole('button', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'console-dark');
  const html = await (await page.goto('/audit'))?.text();
  expect(html).toContain('data-theme="console-dark"');
});

for (const path of ['/nowhere/at/all', '/g/nowhere']) {
  test(`${path} keeps the navigation, to places that exist`, async ({ page, expectProblem }) => {
    expectProblem(/status of 404/);
    await open(page, path);
    await expect(page.getByRole('main')).toHaveCount(1);
    await expect(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Backends' })).toHaveAttribute('href', '/g/local/backends');
  });
}
