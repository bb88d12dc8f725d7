// The same work with scripts off: plain forms, whole pages, nothing typed is lost.

import { Arm, expect, picture, test } from '../support/fixture.ts';

const backends = '/g/local/backends';

test('create a backend: what is wrong stands beside its field, then it is saved', async ({ page, server, expectProblem }) => {
  expectProblem(/status of 422/);
  await page.goto(backends);
  await page.getByRole('link', { name: 'New backend' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New backend');

  await page.getByLabel('Name', { exact: true }).fill('plain-single');
  await page.getByLabel('Title').fill('Typed once');
  await page.getByRole('button', { name: 'Add a circuit breaker' }).click();
  await expect(page.getByLabel('Title')).toHaveValue('Typed once');
  await page.getByLabel('Opens after').fill('many');
  await page.getByRole('button', { name: 'Create in local' }).click();

  await expect(page.getByRole('alert')).toContainText('Nothing was saved');
  await expect(page.getByLabel('Address', { exact: true })).toHaveAccessibleDescription(/Give the address/);
  await expect(page.getByLabel('Address', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Opens after')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('Opens after')).toHaveValue('many');
  await expect(page.getByLabel('Title')).toHaveValue('Typed once');
  expect(await new Arm(server.arm).find('plain-single')).toBeUndefined();
  await picture(page, 'noscript-errors');

  await page.getByLabel('Address', { exact: true }).fill('https://plain.example/openai');
  await page.getByRole('button', { name: 'Remove the circuit breaker' }).click();
  await expect(page.getByLabel('Opens after')).toBeHidden();
  await page.getByRole('button', { name: 'Create in local' }).click();

  await expect(page).toHaveURL(/\/backends\/plain-single\?done=created/);
  await expect(page.getByRole('main')).toContainText('Created.');
  const stored = await new Arm(server.arm).find('plain-single');
  expect(stored?.properties).toMatchObject({ title: 'Typed once', url: 'https://plain.example/openai' });
  expect(stored?.properties.circuitBreaker ?? null).toBeNull();
  await page.getByRole('link', { name: 'See the audit entry' }).click();
  await expect(page.getByRole('main')).toContainText('Applied');
});

test('create a pool: rows come and go, and keep what was typed', async ({ page, server }) => {
  await page.goto(`${backends}/new?kind=pool`);
  await page.getByLabel('Name', { exact: true }).fill('plain-pool');
  await page.locator('[id="member.0.id"]').fill('aoai-swc-ptu');
  await page.locator('[id="member.0.weight"]').fill('70');
  await page.locator('[id="member.0.priority"]').fill('1');
  await page.locator('[id="member.1.id"]').fill('dropped');
  await page.getByRole('button', { name: 'Add member' }).click();

  await expect(page).toHaveURL(/\/new\?kind=pool$/);
  await expect(page.locator('[id="member.0.weight"]')).toHaveValue('70');
  await page.locator('[id="member.2.id"]').fill('aoai-fra-paygo');
  await page.locator('[id="member.2.weight"]').fill('30');
  await page.locator('[id="member.2.priority"]').fill('2');
  await page.getByRole('button', { name: 'Remove member 2' }).click();

  await expect(page.locator('[id="member.2.id"]')).toHaveCount(0);
  await expect(page.locator('[id="member.1.id"]')).toHaveValue('aoai-fra-paygo');
  await expect(page.getByLabel('Name', { exact: true })).toHaveValue('plain-pool');
  await picture(page, 'noscript-pool');
  await page.getByRole('button', { name: 'Create in local' }).click();

  await expect(page.getByRole('main')).toContainText('Created.');
  const stored = await new Arm(server.arm).find('plain-pool');
  expect(stored?.properties.pool).toMatchObject({
    services: [
      { id: expect.stringMatching(/\/backends\/aoai-swc-ptu$/), weight: 70, priority: 1 },
      { id: expect.stringMatching(/\/backends\/aoai-fra-paygo$/), weight: 30, priority: 2 },
    ],
  });
});

test('weights: a bad one is refused and kept, a good one is applied', async ({ page, server, expectProblem }) => {
  expectProblem(/status of 422/);
  await page.goto(`${backends}/plain-pool`);
  const weight = page.getByLabel('Weight of aoai-swc-ptu');
  await weight.fill('101');
  await page.getByRole('button', { name: 'Apply weights to local' }).click();
  await expect(page.getByRole('alert')).toContainText('Give a whole number from 0 to 100');
  await expect(weight).toHaveValue('101');
  await expect(weight).toHaveAccessibleDescription(/whole number from 0 to 100/);

  await weight.fill('55');
  await page.getByRole('button', { name: 'Apply weights to local' }).click();
  await expect(page.getByRole('main')).toContainText('Saved.');
  await expect(weight).toHaveValue('55');
  const stored = await new Arm(server.arm).find('plain-pool');
  expect(stored?.properties.pool).toMatchObject({ services: [{ weight: 55 }, { weight: 30 }] });
});

test('edit, and choose between two versions', async ({ page, server, expectProblem }) => {
  expectProblem(/status of 409/);
  const arm = new Arm(server.arm);
  await page.goto(`${backends}/plain-single/edit`);
  await expect(page.getByLabel('Address', { exact: true })).toHaveValue('https://plain.example/openai');
  await page.getByLabel('Title').fill('Mine');
  await arm.patch('plain-single', { description: 'Somebody else was here' });
  await page.getByRole('button', { name: 'Apply to local' }).click();

  const conflict = page.getByRole('alert', { name: 'Conflict' });
  await expect(conflict).toContainText('changed by someone else');
  await expect(conflict.getByRole('row', { name: /description/ })).toContainText('Somebody else was here');
  await expect(page.getByLabel('Title')).toHaveValue('Mine');
  await picture(page, 'noscript-conflict');
  await conflict.getByRole('button', { name: 'Apply mine to the version in force' }).click();
  await expect(page.getByRole('main')).toContainText('Saved.');
  expect((await arm.find('plain-single'))?.properties.title).toBe('Mine');
});

test('test the connection', async ({ page }) => {
  await page.goto(`${backends}/aoai-swc-ptu`);
  await page.getByRole('button', { name: 'Test the connection' }).click();
  await expect(page.getByRole('main')).toContainText('It answers.');
  await expect(page.getByRole('main')).toContainText('Connected to 127.0.0.1');
});

test('delete: first out of the pool, then away', async ({ page, server }) => {
  const arm = new Arm(server.arm);
  await page.goto(`${backends}/aoai-fra-paygo/delete`);
  await expect(page.getByRole('main')).toContainText('Take it out of these pools first');
  await expect(page.getByRole('main').getByRole('link', { name: 'plain-pool' })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Delete/ })).toHaveCount(0);

  await page.goto(`${backends}/plain-pool/delete`);
  await page.getByRole('button', { name: 'Delete plain-pool from local' }).click();
  await expect(page).toHaveURL(/\/audit\//);
  await expect(page.getByRole('main')).toContainText('Deleted');
  expect(await arm.find('plain-pool')).toBeUndefined();
  await arm.delete('plain-single');
});

test('the list: search, filter, order, menu', async ({ page }) => {
  await page.goto(backends);
  await page.getByRole('searchbox').fill('mistral');
  await page.getByRole('searchbox').press('Enter');
  await expect(page.getByRole('row')).toHaveCount(2);
  await expect(page.getByRole('row').nth(1)).toContainText('mistral-large');

  await page.goto(backends);
  await page.getByRole('navigation', { name: 'Show' }).getByRole('link', { name: /Pools/ }).click();
  await expect(page.getByRole('table')).toContainText('aoai-pool');
  await expect(page.getByRole('table')).not.toContainText('mistral-large');

  await page.goto(backends);
  const names = page.getByRole('table').getByRole('link').filter({ hasText: /^(aoai-fra-paygo|mistral-large)$/ });
  await expect(names).toHaveText(['aoai-fra-paygo', 'mistral-large']);
  await page.getByRole('columnheader', { name: 'Name' }).getByRole('link').click();
  await expect(names).toHaveText(['mistral-large', 'aoai-fra-paygo']);

  await page.locator('summary', { hasText: 'Actions for mistral-large' }).click();
  await page.getByRole('link', { name: 'Edit' }).click();
  await expect(page).toHaveURL(/mistral-large\/edit$/);
});

test('chat: one question, one whole answer, and a second turn', async ({ page, expectProblem }) => {
  expectProblem(/status of 422/);
  await page.goto('/g/local/playground');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByLabel('Message', { exact: true })).toHaveAccessibleDescription(/Write something to send/);

  await page.getByLabel('Max tokens').fill('12');
  await page.getByLabel('Message', { exact: true }).fill('Why is the sky blue?');
  await page.getByRole('button', { name: 'Send' }).click();
  const turns = page.getByRole('list', { name: 'Conversation' }).getByRole('listitem');
  await expect(turns).toHaveCount(2);
  await expect(turns.nth(0)).toContainText('Why is the sky blue?');
  await expect(turns.nth(1).getByTestId('facts')).toContainText(/\d+ \+ 12 tokens · \d+ ms · cut off by max tokens/);
  await expect(page.getByLabel('Max tokens')).toHaveValue('12');
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('');
  await picture(page, 'noscript-playground');

  await page.getByLabel('Message', { exact: true }).fill('And at night?');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(turns).toHaveCount(4);
  await turns.nth(3).getByRole('link', { name: 'audit' }).click();
  await expect(page.getByRole('main')).toContainText('Answered;');
});

test('chat: an unknown deployment', async ({ page, expectProblem }) => {
  expectProblem(/response 502/, /status of 502/);
  await page.goto('/g/local/playground');
  await page.getByLabel('Deployment').fill('no-such-model');
  await page.getByLabel('Message', { exact: true }).fill('Are you there?');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByRole('alert')).toContainText('The API deployment for this resource does not exist');
  await expect(page.getByRole('alert')).toContainText('404 DeploymentNotFound');
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('Are you there?');
});

test('the theme is chosen by a form and kept in a cookie', async ({ page }) => {
  await page.goto('/audit');
  await expect(page.locator('html')).not.toHaveAttribute('data-theme');
  await page.locator('summary[aria-label="Theme"]').click();
  await page.getByRole('button', { name: 'Dark' }).click();
  await expect(page).toHaveURL(/\/audit$/);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'console-dark');
  await page.goto('/g/local');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'console-dark');
  await picture(page, 'noscript-dark');
});

test('the audit is filtered by a form', async ({ page }) => {
  await page.goto('/audit');
  await page.getByLabel('Operation').selectOption({ label: 'Chat through the gateway' });
  await page.getByRole('button', { name: 'Filter' }).click();
  await expect(page).toHaveURL(/operation=AIGateway_ChatCompletions/);
  await expect(page.getByLabel('Operation')).toHaveValue('AIGateway_ChatCompletions');
  const rows = page.getByRole('table').locator('tbody tr');
  await expect(rows.first()).toBeVisible();
  for (const row of await rows.all()) await expect(row).toContainText('Chat through the gateway');
});

test('an unknown outcome can be settled by a button', async ({ page, server, expectProblem }) => {
  expectProblem(/response 502/, /status of 502/);
  const arm = new Arm(server.arm);
  await arm.fault({ method: 'PUT', path_contains: '/backends/plain-lost', times: 1, do: { answer: { status: 500, code: 'InternalServerError', message: 'Lost.' } } });
  await page.goto(`${backends}/new`);
  await page.getByLabel('Name', { exact: true }).fill('plain-lost');
  await page.getByLabel('Address', { exact: true }).fill('https://lost.example');
  await page.getByRole('button', { name: 'Create in local' }).click();
  await expect(page.getByRole('alert')).toContainText('Outcome unknown');
  await expect(page.getByLabel('Address', { exact: true })).toHaveValue('https://lost.example');

  await page.getByRole('link', { name: 'See it in the audit log' }).click();
  await page.getByRole('button', { name: 'Read Azure again' }).click();
  await expect(page.getByRole('main')).toContainText('may or may not have been made');
  await arm.heal();
  await arm.put('plain-lost', { url: 'https://lost.example', protocol: 'http', tls: { validateCertificateChain: true, validateCertificateName: true } });
  await page.getByRole('button', { name: 'Read Azure again' }).click();
  await expect(page.getByRole('main')).toContainText('Settled by reading Azure: it was made');
  await expect(page.getByRole('button', { name: 'Read Azure again' })).toHaveCount(0);
  await arm.delete('plain-lost');
});
