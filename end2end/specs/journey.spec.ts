// One person's way through the console: backends, a pool, the playground, and at the end the audit of it all.

import { Arm, expect, hydrated, open, picture, test } from '../support/fixture.ts';

const backends = '/g/local/backends';

test.describe.configure({ mode: 'serial' });

test('the console opens on the overview of its gateway', async ({ page }) => {
  await open(page, '/');
  await expect(page).toHaveURL(/\/g\/local$/);
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { level: 1 })).toHaveText('local');
  await expect(main.getByRole('link', { name: /Single backends/ })).toContainText(/\d/);
  await expect(page.getByText('nothing reaches Azure')).toBeVisible();
  await picture(page, 'journey-overview');
  await main.getByRole('link', { name: /Pools/ }).click();
  await expect(page).toHaveURL(/show=pool$/);
  await expect(page.getByRole('table')).toContainText('aoai-pool');
});

test('create a single backend: errors first, nothing lost', async ({ page, server, expectProblem }) => {
  expectProblem(/status of 422/);
  await open(page, backends);
  await page.getByRole('link', { name: 'New backend' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New backend');
  await page.getByLabel('Name', { exact: true }).fill('journey-a');
  await page.getByLabel('Description').fill('Two lines\nof text & <marks>');
  await page.getByRole('button', { name: 'Add a circuit breaker' }).click();
  await expect(page.getByLabel('Opens after')).toBeFocused();
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('journey-a');
  await page.getByLabel('Opens after').fill('0');
  await page.getByRole('button', { name: 'Create in local' }).click();

  const summary = page.getByRole('alert');
  await expect(summary).toContainText('Nothing was saved');
  await expect(page.getByLabel('Address', { exact: true })).toHaveAccessibleDescription(/Give the address/);
  await expect(page.getByLabel('Opens after')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Opens after')).toHaveValue('0');
  await expect(page.getByLabel('Description')).toHaveValue('Two lines\nof text & <marks>');
  await picture(page, 'journey-errors');
  await summary.getByRole('link', { name: /Give the address/ }).click();
  await expect(page.getByLabel('Address', { exact: true })).toBeFocused();

  await page.getByLabel('Address', { exact: true }).fill('https://journey.example/openai');
  await page.getByLabel('Opens after').fill('4');
  await page.getByRole('button', { name: 'Create in local' }).click();
  await expect(page).toHaveURL(/\/backends\/journey-a\?done=created/);
  await expect(page.getByRole('main')).toContainText('Created.');
  await expect(page.getByRole('main')).toContainText('4 failures within PT1M');
  const stored = await new Arm(server.arm).find('journey-a');
  expect(stored?.properties).toMatchObject({
    url: 'https://journey.example/openai',
    description: 'Two lines\nof text & <marks>',
    circuitBreaker: { rules: [{ failureCondition: { count: 4 } }] },
  });
});

test('create a pool of three members, bad weight first', async ({ page, server, expectProblem }) => {
  expectProblem(/status of 422/);
  await open(page, `${backends}/new?kind=pool`);
  await page.getByLabel('Name', { exact: true }).fill('journey-pool');
  const members: [string, string, string][] = [['journey-a', '1', '80'], ['aoai-swc-ptu', '1', '300'], ['aoai-fra-paygo', '2', '']];
  for (const [row, [name, priority, weight]] of members.entries()) {
    if (row > 1) await page.getByRole('button', { name: 'Add member' }).click();
    await page.locator(`[id="member.${row}.id"]`).fill(name);
    await page.locator(`[id="member.${row}.priority"]`).fill(priority);
    await page.locator(`[id="member.${row}.weight"]`).fill(weight);
  }
  await page.getByRole('button', { name: 'Create in local' }).click();
  await expect(page.locator('[id="member.1.weight"]')).toHaveAccessibleDescription(/whole number from 0 to 100/);
  await expect(page.locator('[id="member.0.weight"]')).toHaveValue('80');
  await page.locator('[id="member.1.weight"]').fill('20');
  await page.getByRole('button', { name: 'Create in local' }).click();
  await expect(page.getByRole('main')).toContainText('Created.');
  await picture(page, 'journey-pool');
  expect((await new Arm(server.arm).find('journey-pool'))?.properties.pool).toMatchObject({
    services: [
      { id: expect.stringMatching(/\/journey-a$/), weight: 80, priority: 1 },
      { id: expect.stringMatching(/\/aoai-swc-ptu$/), weight: 20, priority: 1 },
      { id: expect.stringMatching(/\/aoai-fra-paygo$/), priority: 2 },
    ],
  });
});

test('edit: the notice leads to the audit entry', async ({ page, server }) => {
  await open(page, `${backends}/journey-a`);
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByLabel('Title').fill('Journey, first leg');
  await page.getByRole('button', { name: 'Apply to local' }).click();
  await expect(page.getByRole('main')).toContainText('Saved.');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Journey, first leg');
  await page.getByRole('link', { name: 'See the audit entry' }).click();
  await expect(page).toHaveURL(/\/audit\//);
  await expect(page.getByRole('row', { name: /title/ })).toContainText('Journey, first leg');
  expect((await new Arm(server.arm).find('journey-a'))?.properties.title).toBe('Journey, first leg');
});

test('adjust the weights, and drain the pool', async ({ page, server }) => {
  await open(page, `${backends}/journey-pool`);
  await page.getByLabel('Weight of journey-a').fill('0');
  await page.getByLabel('Weight of aoai-swc-ptu').fill('100');
  await page.getByRole('button', { name: 'Apply weights to local' }).click();
  await expect(page.getByRole('main')).toContainText('Saved.');
  await hydrated(page);
  await expect(page.getByLabel('Weight of journey-a')).toHaveValue('0');
  expect((await new Arm(server.arm).find('journey-pool'))?.properties.pool).toMatchObject({ services: [{ weight: 0 }, { weight: 100 }, {}] });
});

test('test the connection of a demo backend, and of one that is nowhere', async ({ page }) => {
  await open(page, `${backends}/aoai-swc-ptu`);
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await expect(page.getByRole('main').getByText('It answers.')).toBeVisible();
  await expect(page.getByText(/Connected to 127\.0\.0\.1/)).toBeVisible();
  await picture(page, 'journey-test');
  await open(page, `${backends}/mistral-large`);
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await expect(page.getByRole('main').getByText('It does not answer.')).toBeVisible({ timeout: 20_000 });
});

test('duplicate a backend', async ({ page, server }) => {
  await open(page, `${backends}/journey-a`);
  await page.getByRole('link', { name: 'Duplicate' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New backend like journey-a');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('journey-a-copy');
  await expect(page.getByLabel('Address', { exact: true })).toHaveValue('https://journey.example/openai');
  await page.getByRole('button', { name: 'Create in local' }).click();
  await expect(page).toHaveURL(/\/backends\/journey-a-copy\?done=created/);
  const arm = new Arm(server.arm);
  expect((await arm.find('journey-a-copy'))?.properties.circuitBreaker).toEqual((await arm.find('journey-a'))?.properties.circuitBreaker);
});

test('the list: search, filter, order, menu', async ({ page }) => {
  await open(page, backends);
  const rows = page.getByRole('table').locator('tbody tr');
  await page.getByRole('searchbox').fill('journey-');
  await page.getByRole('searchbox').press('Enter');
  await expect(page).toHaveURL(/text=journey-/);
  await expect(rows).toHaveCount(3);
  await expect(page.getByRole('searchbox')).toHaveValue('journey-');
  await page.getByRole('navigation', { name: 'Show' }).getByRole('link', { name: /Single/ }).click();
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('journey-a');
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click();
  await expect(rows.first()).toContainText('journey-a-copy');
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'descending');
  await expect(rows.nth(1).locator('[data-label="Used by"]')).toContainText('journey-pool');
  await picture(page, 'journey-list');
  await page.goBack();
  await expect(rows.first()).not.toContainText('journey-a-copy');
  await page.locator('summary', { hasText: 'Actions for journey-a-copy' }).click();
  await page.getByRole('link', { name: 'Delete' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Delete journey-a-copy?');
});

test('delete: refused while a pool holds it, then done', async ({ page, server }) => {
  const arm = new Arm(server.arm);
  await open(page, `${backends}/journey-a`);
  await page.getByRole('link', { name: 'Delete' }).click();
  await expect(page.getByText('Take it out of these pools first')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Delete/ })).toHaveCount(0);
  await picture(page, 'journey-delete');
  await page.getByRole('main').getByRole('link', { name: 'journey-pool' }).click();

  await page.getByRole('button', { name: 'Remove member 1' }).click();
  await expect(page.locator('[id="member.2.id"]')).toHaveCount(0);
  await page.getByRole('button', { name: 'Apply to local' }).click();
  await expect(page.getByRole('main')).toContainText('Saved.');

  await page.goto(`${backends}/journey-a/delete`);
  await hydrated(page);
  await page.getByRole('button', { name: 'Delete journey-a from local' }).click();
  await expect(page).toHaveURL(/\/audit\//);
  await expect(page.getByRole('main')).toContainText('Deleted');
  expect(await arm.find('journey-a')).toBeUndefined();
  for (const name of ['journey-pool', 'journey-a-copy']) await arm.delete(name);
});

test('the playground answers in a stream', async ({ page }) => {
  await open(page, '/g/local/playground');
  await expect(page.getByLabel('Deployment')).toHaveValue('gpt-4o');
  await page.getByLabel('Deployment').fill('gpt-4o-mini');
  await page.getByLabel('Message', { exact: true }).fill('Explain what a circuit breaker does for a model endpoint');
  await page.getByRole('button', { name: 'Send' }).click();
  const turns = page.getByRole('list', { name: 'Conversation' }).getByRole('listitem');
  const answer = turns.nth(1);
  // It grows while it is busy: at least one reading lies between nothing and everything.
  await expect(answer).toContainText(/\w{2,}\s+\w{2,}\s+\w{2,}/, { timeout: 30_000 });
  const early = (await answer.textContent()) ?? '';
  await expect(page.getByRole('list', { name: 'Conversation' })).toHaveAttribute('aria-busy', 'false');
  await expect(answer.getByTestId('facts')).toContainText(/gpt-4o-mini-2024-07-18 · \d+ \+ \d+ tokens · \d+ ms, first byte after \d+ ms/);
  expect(((await answer.textContent()) ?? '').length).toBeGreaterThan(early.length);
  await expect(page.getByLabel('Message', { exact: true })).toBeFocused();
  await picture(page, 'journey-playground');
});

test('parameters reach the model', async ({ page }) => {
  await open(page, '/g/local/playground');
  await page.getByLabel('Temperature').fill('hot');
  await page.getByLabel('Message', { exact: true }).fill('Name three examples of rivers');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByLabel('Temperature')).toHaveAccessibleDescription(/number from 0 to 2/);
  await expect(page.getByLabel('Temperature')).toBeFocused();
  await page.getByLabel('Temperature').fill('0.2');
  await page.getByLabel('Max tokens').fill('9');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByTestId('facts')).toContainText(/\d+ \+ 9 tokens .* cut off by max tokens/);
});

test('the audit tells it all', async ({ page }) => {
  await open(page, '/audit?text=journey-');
  const rows = page.getByRole('table').locator('tbody tr');
  await expect(rows.filter({ hasText: 'Create or update a backend' })).toHaveCount(5);
  await expect(rows.filter({ hasText: 'Change part of a backend' })).toHaveCount(1);
  await expect(rows.filter({ hasText: 'Delete a backend' })).toHaveCount(1);
  await expect(rows.filter({ hasNotText: 'Applied' })).toHaveCount(0);
  await picture(page, 'journey-audit');

  await page.getByLabel('Operation').selectOption({ label: 'Change part of a backend' });
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(rows).toHaveCount(1);
  await expect(page).toHaveURL(/text=journey-.*operation=Backend_Update/);
  await rows.getByRole('link', { name: 'Change part of a backend' }).click();
  const change = page.getByRole('row', { name: /services\[0\]\.weight/ });
  await expect(change).toContainText('80');
  await expect(change).toContainText('0');
  await page.locator('summary', { hasText: 'Before' }).click();
  await expect(page.locator('details', { hasText: 'Before' }).locator('pre, code').first()).toContainText('"weight": 80');
  await picture(page, 'journey-audit-entry');

  for (const label of ['Chat through the gateway', "Test a backend's address"]) {
    await open(page, '/audit');
    await page.getByLabel('Operation').selectOption({ label });
    await page.getByRole('button', { name: 'Filter' }).click();
    await expect(rows.filter({ hasNotText: label })).toHaveCount(0);
    await expect(rows.first()).toContainText(label);
  }
});
