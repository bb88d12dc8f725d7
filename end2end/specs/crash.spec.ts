// The console dies while Azure works on a change. Started again, it says that it does not know, and then finds out.

import type { Page } from '@playwright/test';

import { Arm, expect, open, picture, RunningConsole, type RunningEmulator, startConsoleFor, startEmulator, test } from '../support/fixture.ts';

let emulator: RunningEmulator;
let console: RunningConsole;
let arm: Arm;

test.beforeEach(async ({ expectProblem }) => {
  test.setTimeout(120_000);
  expectProblem(/request failed: POST|request failed: GET/);
  emulator = await startEmulator();
  console = await startConsoleFor(emulator, { CONSOLE_LIMITS_SETTLE_AFTER_SECONDS: '20' });
  arm = new Arm(emulator.arm);
});

test.afterEach(async () => {
  await console?.close();
  await emulator?.close();
});

const path = (rest: string) => `${console.url}/g/far${rest}`;

/** Kills the console while Azure holds the change that `act` causes, then starts it again. */
async function crash(page: Page, act: () => Promise<unknown>, between: () => Promise<void>): Promise<void> {
  // Leaving the page before the browser has noticed would cancel the post instead: no failure, and nothing to see.
  const cutOff = page.waitForEvent('requestfailed', (request) => request.method() === 'POST');
  const acting = act().catch(() => undefined);
  await arm.untilHeld(1);
  await console.kill('SIGKILL');
  await Promise.all([acting, cutOff]);
  await arm.untilHeld(0);
  await between();
  // A form post that was cut off still puts an error page up, sooner or later.
  await expect(async () => page.goto('about:blank')).toPass({ timeout: 10_000 });
  await console.start();
}

/** The one entry about this backend says "unknown"; its page is open afterwards. */
async function seeUnknown(page: Page, name: string): Promise<void> {
  await open(page, `${console.url}/audit?text=${name}`);
  await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(1);
  await expect(page.getByRole('table')).toContainText('Outcome unknown');
  await expect(page.getByRole('table')).toContainText('The console stopped before the answer came');
  await expect(page.getByText('One change has an unknown outcome.')).toBeVisible();
  await open(page, path(''));
  await expect(page.getByRole('link', { name: /Unknown outcomes/ })).toContainText('1');
}

/** Presses the button until it is settled; the console's own round may come first. */
async function settle(page: Page, name: string, outcome: string, note: string): Promise<void> {
  await open(page, `${console.url}/audit?text=${name}`);
  await page.getByRole('table').locator('tbody tr').getByRole('link').click();
  const list = page.getByRole('main').getByRole('listitem');
  await expect(list.first()).toBeVisible();
  await expect(async () => {
    await page.reload();
    const button = page.getByRole('button', { name: 'Read Azure again' });
    if (await button.isVisible()) await button.click();
    await expect(list.last()).toContainText(note, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await expect(list.last()).toContainText(outcome);
  await expect(list.first()).toContainText('Outcome unknown');
  await expect(page.getByRole('button', { name: 'Read Azure again' })).toHaveCount(0);
}

const heldGets = (name: string) => arm.fault({ method: 'GET', path_contains: `/backends/${name}`, do: { hold: { when: 'before' } } });

test('a creation that was made', async ({ page, expectProblem }) => {
  expectProblem(/console error: .*net::ERR_/);
  await arm.fault({ method: 'PUT', do: { hold: { when: 'after' } } });
  await open(page, path('/backends/new'));
  await page.getByLabel('Name', { exact: true }).fill('crash-created');
  await page.getByLabel('Address', { exact: true }).fill('https://crash.example');
  // Until its outcome was seen to be unknown, the console can't read the backend.
  await crash(page, () => page.getByRole('button', { name: 'Create in far' }).click(), () => heldGets('crash-created'));
  await seeUnknown(page, 'crash-created');
  await open(page, path('/backends?show=attention'));
  await expect(page.getByRole('row', { name: /crash-created/ })).toContainText('Outcome unknown');
  await picture(page, 'crash-unknown');
  await arm.heal();
  await settle(page, 'crash-created', 'Applied', 'it was made');
  await picture(page, 'crash-settled');
  expect((await arm.log()).filter((change) => change.applied)).toHaveLength(1);
  await open(page, path('/backends/crash-created'));
  await expect(page.getByRole('main')).not.toContainText('Outcome unknown');
});

test('an update that was not made', async ({ page, expectProblem }) => {
  expectProblem(/console error: .*net::ERR_/);
  await arm.fault({ method: 'PUT', do: { hold: { when: 'before' } } });
  await open(page, path('/backends/content-safety/edit'));
  await page.getByLabel('Title').fill('Never');
  await crash(page, () => page.getByRole('button', { name: 'Apply to far' }).click(), () => arm.heal());
  await seeUnknown(page, 'content-safety');
  await open(page, path('/backends/content-safety'));
  await expect(page.getByRole('main')).toContainText('Outcome unknown');
  await picture(page, 'crash-backend');
  await settle(page, 'content-safety', 'Refused', 'it was not made');
  expect((await arm.find('content-safety'))?.properties.title).toBe('Content Safety');
  expect((await arm.log()).filter((change) => change.applied)).toEqual([]);
});

test('a deletion that was made', async ({ page, expectProblem }) => {
  expectProblem(/console error: .*net::ERR_/);
  await arm.fault({ method: 'DELETE', do: { hold: { when: 'after' } } });
  await open(page, path('/backends/mistral-large/delete'));
  await crash(page, () => page.getByRole('button', { name: /^Delete mistral-large/ }).click(), () => heldGets('mistral-large'));
  await seeUnknown(page, 'mistral-large');
  await arm.heal();
  await settle(page, 'mistral-large', 'Applied', 'it was made');
  expect(await arm.find('mistral-large')).toBeUndefined();
});

test('a deletion that was not made', async ({ page, expectProblem }) => {
  expectProblem(/console error: .*net::ERR_/);
  await arm.fault({ method: 'DELETE', do: { hold: { when: 'before' } } });
  await open(page, path('/backends/mistral-large/delete'));
  await crash(page, () => page.getByRole('button', { name: /^Delete mistral-large/ }).click(), () => arm.heal());
  await seeUnknown(page, 'mistral-large');
  await settle(page, 'mistral-large', 'Refused', 'it was not made');
  expect(await arm.find('mistral-large')).toBeDefined();
});
