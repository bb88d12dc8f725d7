import { expect, signIn, test, hydrated } from '../support/team.ts';

test('round trip', async ({ page, context }) => {
  await signIn(page, 'admin', '/g/near/backends?text=aoai');
  await hydrated(page);
  console.log(await context.cookies());
  await page.goto('/me');
  console.log(await page.locator('main').innerText());
  await page.goto('/settings');
  console.log(await page.locator('main').innerText());
});
