// The pages about identity, in light, dark and on a phone's screen: no axe violation, nothing wider than the screen; and
// whatever people are called at the provider, it is text.

import type { Page } from '@playwright/test';

import { fitsTheScreen, postForm } from '../support/layout.ts';
import { axe, expect, hydrated, picture, signIn, type Team, test, typeName } from '../support/team.ts';

const looks = [
  { name: 'light', colorScheme: 'light', width: 1366, height: 900 },
  { name: 'dark', colorScheme: 'dark', width: 1366, height: 900 },
  { name: 'phone', colorScheme: 'light', width: 390, height: 844 },
] as const;

async function looksRight(page: Page, name: string): Promise<void> {
  for (const look of looks) {
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize({ width: look.width, height: look.height });
    await picture(page, `identity-${name}-${look.name}`);
    await fitsTheScreen(page);
    await axe(page);
  }
}

interface Scene {
  name: string;
  status?: number;
  /** Leads to the page. */
  go: (page: Page, team: Team) => Promise<unknown>;
}

const endAll = async (team: Team, person: string) => {
  const body = new URLSearchParams({ logout_token: await team.provider.logoutToken({ sub: person }) });
  await fetch(`${team.console.url}/auth/backchannel-logout`, { method: 'POST', body });
};

const scenes: Scene[] = [
  { name: 'me', go: (page) => signIn(page, 'lead', '/me') },
  {
    name: 'me-token',
    go: async (page) => {
      await signIn(page, 'lead', '/me');
      await page.getByLabel('What it is for').fill('A report');
      await page.getByRole('button', { name: 'Create a token' }).click();
      await expect(page.getByTestId('new-token')).toBeVisible();
    },
  },
  {
    name: 'me-refused',
    status: 422,
    go: async (page) => {
      await signIn(page, 'viewer', '/me');
      await hydrated(page);
      await page.getByRole('button', { name: 'Create a token' }).click();
      await expect(page.locator('#form-errors')).toBeVisible();
    },
  },
  { name: 'settings', go: (page) => signIn(page, 'admin', '/settings') },
  { name: 'settings-refused', status: 403, go: (page) => signIn(page, 'viewer', '/settings') },
  {
    name: 'no-role',
    status: 403,
    go: async (page) => {
      await page.goto('/g/near');
      await typeName(page, 'nobody');
    },
  },
  {
    name: 'no-role-me',
    status: 403,
    go: async (page) => {
      await page.goto('/g/near');
      await typeName(page, 'nobody');
      await page.getByRole('link', { name: 'Why is that?' }).click();
    },
  },
  { name: 'sign-in-failed', status: 400, go: (page) => page.goto('/auth/callback?state=x&code=y') },
  { name: 'signed-out', go: (page) => page.goto('/auth/logout?done=1') },
  { name: 'not-signed-in', go: (page) => page.goto('/auth/logout') },
  {
    name: 'sign-out',
    go: async (page) => {
      await signIn(page, 'viewer', '/me');
      await page.goto('/auth/logout');
    },
  },
  {
    name: 'session-ended',
    status: 401,
    go: async (page, team) => {
      await signIn(page, 'operator', '/g/near/backends/new');
      await endAll(team, 'operator');
      await postForm(page, { do: 'save', kind: 'single', name: 'a', url: 'b', 'header.0.value': 'secret' });
    },
  },
];

for (const { name, status, go } of scenes) {
  test(name, async ({ page, team, expectProblem }) => {
    test.slow();
    if (status) expectProblem(new RegExp(`status of ${status}`));
    await go(page, team);
    await hydrated(page);
    await looksRight(page, name);
  });
}

const markup = '</title></textarea><script>window.x=1</script>"><img src=x onerror=window.x=1>{{7*7}}\u202eevil';
const long = 'W'.repeat(300);

async function nothingRan(page: Page): Promise<void> {
  expect(await page.evaluate(() => (window as { x?: number }).x)).toBeUndefined();
  expect(await page.locator('img[src="x"]').count()).toBe(0);
}

test('names, roles and browsers that mean harm are text', async ({ page, browser, team, expectProblem }) => {
  test.slow();
  expectProblem(/status of 403/);
  team.provider.people.set('viewer', { name: markup + long, roles: ['staff', markup, long] });
  team.provider.people.set('nobody', { name: markup, roles: [markup] });
  const context = await browser.newContext({ baseURL: team.console.url, userAgent: `Mozilla/5.0 ${markup.replace('\u202eevil', '')}` });
  const viewer = await context.newPage();
  await signIn(viewer, 'viewer', '/me');
  await hydrated(viewer);
  await expect(viewer.getByRole('main')).toContainText('<script>window.x=1</script>');
  await viewer.getByLabel('What it is for').fill(markup.slice(0, 99));
  await viewer.getByRole('button', { name: 'Create a token' }).click();
  await expect(viewer.getByTestId('new-token')).toBeVisible();
  for (const path of ['/me', '/g/near', '/g/near/backends']) {
    await viewer.goto(path);
    await hydrated(viewer);
    await nothingRan(viewer);
    await viewer.setViewportSize({ width: 390, height: 844 });
    await fitsTheScreen(viewer);
    await viewer.setViewportSize({ width: 1280, height: 800 });
  }
  await page.goto('/g/near');
  await typeName(page, 'nobody');
  await hydrated(page);
  await expect(page.getByRole('alert')).toContainText('</title>');
  await nothingRan(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await fitsTheScreen(page);
  await context.close();
});

test('administrators see them as text', async ({ page }) => {
  await signIn(page, 'admin', '/settings');
  await hydrated(page);
  await expect(page.getByRole('main')).toContainText('<script>window.x=1</script>');
  for (const path of ['/settings', '/audit']) {
    await page.goto(path);
    await hydrated(page);
    await nothingRan(page);
    await page.setViewportSize({ width: 390, height: 844 });
    await fitsTheScreen(page);
    await page.setViewportSize({ width: 1280, height: 800 });
  }
});

test('what the provider writes into an address is text', async ({ page, team, expectProblem }) => {
  expectProblem(/status of 40[03]/);
  team.provider.isHolding = true;
  await page.goto('/me');
  await page.getByRole('button', { name: 'Deny' }).click();
  const address = (await page.getByRole('link', { name: 'Back' }).getAttribute('href')) ?? '';
  const hostile = new URL(address);
  hostile.searchParams.set('error', markup);
  hostile.searchParams.set('error_description', markup + long);
  await page.goto(hostile.href);
  await hydrated(page);
  await expect(page.getByRole('alert')).toContainText('<script>');
  await nothingRan(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await fitsTheScreen(page);
  expect(team.console.logs()).not.toContain('\u202e');
});
