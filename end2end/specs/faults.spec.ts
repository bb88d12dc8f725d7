// Azure away, failing or throttling: pages say it in Azure's words, and work again once it does.

import { readFile, writeFile } from 'node:fs/promises';

import { Arm, expect, hydrated, open, picture, RunningConsole, type RunningEmulator, startConsoleFor, startEmulator, test } from '../support/fixture.ts';

let emulator: RunningEmulator;
let console: RunningConsole;
let arm: Arm;

test.beforeAll(async () => {
  emulator = await startEmulator();
  console = await startConsoleFor(emulator);
  arm = new Arm(emulator.arm);
});

test.afterAll(async () => {
  await console?.close();
  await emulator?.close();
});

const path = (rest: string) => `${console.url}/g/far${rest}`;
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}/;
const fault = (status: number, code: string, message: string, retry_after_s?: number) => ({ answer: { status, code, message, retry_after_s } });

test('no Resource Manager: every page says which address does not answer, and recovers', async ({ page, expectProblem }) => {
  expectProblem(/response 503/, /status of 503/);
  await open(page, path('/backends'));
  await expect(page.getByRole('table')).toContainText('aoai-pool');
  await emulator.kill();

  // The list first: a refresh ends the reading that others may still show for seconds.
  for (const rest of ['/backends?refresh=1', '', '/backends/aoai-pool', '/backends/aoai-pool/edit', '/backends/aoai-pool/delete', '/playground']) {
    const answer = await page.goto(path(rest));
    expect(answer?.status(), rest).toBe(503);
    await hydrated(page);
    const panel = page.getByRole('alert');
    await expect(panel).toContainText('unavailable');
    await expect(panel).toContainText(emulator.arm);
    await expect(panel).toContainText(uuid);
    // The id is the one in the log.
    const id = uuid.exec((await panel.textContent()) ?? '')?.[0] ?? 'none';
    expect(console.logs()).toContain(id);
    expect(answer?.headers()['x-request-id']).toBe(id);
  }
  await picture(page, 'faults-unavailable');

  await page.goto(path('/backends/aoai-pool'));
  await emulator.start();
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Azure OpenAI', { timeout: 20_000 });
  await open(page, path('/backends'));
  await expect(page.getByRole('table')).toContainText('aoai-pool');
});

test('an audit that needs no Azure is there meanwhile', async ({ page }) => {
  await emulator.kill();
  await open(page, `${console.url}/audit`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Audit');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await emulator.start();
});

test('a change while Azure is away is refused as not sent, and nothing typed is lost', async ({ page, expectProblem }) => {
  expectProblem(/response 503/, /status of 503/);
  await open(page, path('/backends/content-safety/edit'));
  await page.getByLabel('Title').fill('Not sent');
  await emulator.kill();
  await page.getByRole('button', { name: 'Apply to far' }).click();
  await expect(page.getByRole('alert')).toContainText(`${emulator.arm} does not answer`, { timeout: 30_000 });
  await expect(page.getByLabel('Title')).toHaveValue('Not sent');
  await emulator.start();
  await page.getByRole('button', { name: 'Apply to far' }).click();
  await expect(page.getByText('Saved.')).toBeVisible({ timeout: 20_000 });
  expect((await arm.find('content-safety'))?.properties.title).toBe('Not sent');
});

test('Azure fails: its code and message stand on the page, which then recovers', async ({ page, expectProblem }) => {
  expectProblem(/response 502/, /status of 502/);
  await arm.fault({ method: 'GET', path_contains: '/backends', times: 100, do: fault(500, 'InternalServerError', 'The demo is on fire.') });
  const answer = await page.goto(path('/backends?refresh=1'));
  expect(answer?.status()).toBe(502);
  await hydrated(page);
  const panel = page.getByRole('alert');
  await expect(panel).toContainText('The demo is on fire.');
  await expect(panel).toContainText('500 InternalServerError');
  await expect(panel).toContainText(uuid);
  await picture(page, 'faults-500');
  await arm.heal();
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page.getByRole('table')).toContainText('aoai-pool');
});

test('a failure that passes is not noticed', async ({ page }) => {
  await arm.fault({ method: 'GET', path_contains: '/backends', times: 2, do: fault(503, 'ServiceUnavailable', 'A moment.') });
  await open(page, path('/backends?refresh=1'));
  await expect(page.getByRole('table')).toContainText('aoai-pool');
  await arm.heal();
});

test('Azure throttles: the page says so, and recovers', async ({ page, expectProblem }) => {
  expectProblem(/status of 429/);
  await arm.fault({ method: 'GET', path_contains: '/backends', times: 100, do: fault(429, 'TooManyRequests', 'Slow down, please.') });
  const answer = await page.goto(path('/backends?refresh=1'));
  expect(answer?.status()).toBe(429);
  await hydrated(page);
  const panel = page.getByRole('alert');
  await expect(panel).toContainText('Too many requests');
  await expect(panel).toContainText('Slow down, please.');
  await expect(panel).toContainText('429 TooManyRequests');
  await picture(page, 'faults-429');
  await arm.heal();
  await page.getByRole('link', { name: 'Try again' }).click();
  await expect(page.getByRole('table')).toContainText('aoai-pool', { timeout: 20_000 });
});

test('Azure refuses a change: its words stand in the form, which is kept', async ({ page, expectProblem }) => {
  expectProblem(/response 502/, /status of 502/);
  await arm.fault({ method: 'PUT', do: fault(403, 'AuthorizationFailed', 'The client has no permission to write.') });
  await open(page, path('/backends/content-safety/edit'));
  await page.getByLabel('Title').fill('Forbidden');
  await page.getByRole('button', { name: 'Apply to far' }).click();
  await expect(page.getByRole('alert')).toContainText('The client has no permission to write.');
  await expect(page.getByRole('alert')).toContainText('403 AuthorizationFailed');
  await expect(page.getByLabel('Title')).toHaveValue('Forbidden');
  await page.getByRole('link', { name: 'See it in the audit log' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('main')).toContainText('Refused: 403 AuthorizationFailed');
  await arm.heal();
});

test('the answer to a change is lost: the outcome is unknown, and the console finds out', async ({ page, expectProblem }) => {
  expectProblem(/response 502/, /status of 502/);
  const lost = '/backends/faults-lost';
  await arm.fault(
    { method: 'PUT', do: { drop: { when: 'after' } } },
    // The reading before the change passes; the one after it is held until the page was looked at.
    { method: 'GET', path_contains: lost, times: 1, do: { delay_ms: 0 } },
    { method: 'GET', path_contains: lost, do: { hold: { when: 'before' } } },
  );
  await open(page, path('/backends/new'));
  await page.getByLabel('Name', { exact: true }).fill('faults-lost');
  await page.getByLabel('Address', { exact: true }).fill('https://lost.example');
  await page.getByRole('button', { name: 'Create in far' }).click();
  await expect(page.getByRole('alert')).toContainText('Outcome unknown');
  await expect(page.getByLabel('Address', { exact: true })).toHaveValue('https://lost.example');
  await picture(page, 'faults-unknown');
  await arm.heal();
  await page.getByRole('link', { name: 'See it in the audit log' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await expect(async () => {
    await page.goto(`${console.url}/audit?text=faults-lost`);
    await expect(page.getByRole('table')).toContainText('Settled by reading Azure: it was made', { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  expect(await arm.find('faults-lost')).toBeDefined();
});

test('a subscription key rotated meanwhile: the gateway refuses once, then the new key is used', async ({ page, expectProblem }) => {
  expectProblem(/status of 401/);
  await arm.patch('content-safety', { title: 'Content Safety' });
  await open(page, path('/playground'));
  const message = page.getByLabel('Message', { exact: true });
  const facts = page.getByTestId('facts');
  await page.getByLabel('Deployment').fill('gpt-4o');
  await message.fill('Hello');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(facts).toContainText('tokens', { timeout: 30_000 });

  await emulator.kill();
  const state = await readFile(emulator.stateFile, 'utf8');
  expect(state).toContain('demo-primary-key-0000000000000000');
  await writeFile(emulator.stateFile, state.replaceAll('demo-primary-key-0000000000000000', 'demo-primary-key-1111111111111111'));
  await emulator.start();

  await message.fill('Hello again');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('alert')).toContainText('Access denied due to invalid subscription key');
  await expect(message).toHaveValue('Hello again');
  await expect(facts).toHaveCount(1);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(facts).toHaveCount(2);
  await expect(page.getByRole('alert')).toHaveCount(0);
  expect(await page.content()).not.toContain('demo-primary-key');
});
