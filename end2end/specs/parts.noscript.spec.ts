// What pages hold beside the common form, with scripts off: every button is a plain post, every answer a whole page.

import { Arm, expect, test } from '../support/fixture.ts';
import { errorsBeside, isStillTyped, type } from '../support/kinds.ts';

test('the wizard and the token limit', async ({ page, server, expectProblem }) => {
  expectProblem(/status of 422/);
  const arm = new Arm(server.arm);
  await page.goto('/g/local/new-llm-api');
  const bad = { Name: 'plain-llm', 'Display name': 'Kept <text>', Path: 'openai', 'Calls go to': 'aoai-pool', Product: 'ai-standard', 'Wire format': 'OpenAI-compatible' };
  await type(page, bad);
  await page.getByRole('button', { name: 'Create in local' }).click();
  await errorsBeside(page, { Path: /azure-openai answers this path already/ });
  await isStillTyped(page, bad);
  await type(page, { Path: 'plain-llm' });
  await page.getByRole('button', { name: 'Create in local' }).click();
  await expect(page.getByRole('main')).toContainText('It is made.');

  await page.getByRole('link', { name: 'Put a token limit on it' }).click();
  await page.getByLabel('Tokens a minute').fill('7');
  await page.getByLabel('Counted for').selectOption('all callers together');
  await page.getByRole('button', { name: 'Put into the document' }).click();
  await expect(page.getByRole('heading', { name: 'What applying changes' })).toBeVisible();
  await expect(page.getByLabel('Policy', { exact: true })).toHaveValue(/tokens-per-minute="7"/);
  await page.getByRole('button', { name: 'Apply to local' }).click();
  await expect(page.getByRole('main')).toContainText('Saved.');
  expect((await arm.find('/apis/plain-llm/policies/policy'))?.properties.value).toContain('counter-key="@(context.Api.Id)"');
  await arm.delete('/apis/plain-llm');
});

test('keys: shown, hidden, made new', async ({ page, server }) => {
  const arm = new Arm(server.arm);
  const before = await arm.keys('research-lab');
  await page.goto('/g/local/subscriptions/research-lab');
  await page.getByRole('button', { name: 'Show the primary key' }).click();
  await expect(page.getByTestId('revealed-key')).toHaveText(before.primaryKey);
  await page.getByRole('link', { name: 'Hide' }).click();
  await expect(page.getByTestId('revealed-key')).toHaveCount(0);
  await page.locator('summary', { hasText: 'New secondary key' }).click();
  await page.getByRole('button', { name: 'Make a new secondary key' }).click();
  await expect(page.getByRole('main')).toContainText('A new key is in force');
  const after = await arm.keys('research-lab');
  expect(after.primaryKey).toBe(before.primaryKey);
  expect(after.secondaryKey).not.toBe(before.secondaryKey);
});

test('tools of an MCP server, APIs of a product, LLM logging', async ({ page, server }) => {
  const arm = new Arm(server.arm);
  const main = page.getByRole('main');
  await page.goto('/g/local/mcp-servers/orders-mcp');
  await page.getByLabel('New tool out of the API').selectOption('orders');
  await page.getByRole('button', { name: 'Choose an operation' }).click();
  await page.getByLabel('Operation of orders').selectOption('cancel-order');
  await page.getByLabel("Tool's name").fill('cancelOrder');
  await page.getByRole('button', { name: 'Add the tool' }).click();
  await expect(main).toContainText('Added.');
  expect(await arm.find('/apis/orders-mcp/tools/cancelOrder')).toBeDefined();
  await page.locator('summary', { hasText: 'Remove cancelOrder' }).click();
  await expect(main).toContainText('Agents that use cancelOrder get an error from now on');
  await page.locator('details[open]').getByRole('button', { name: 'Remove the tool' }).click();
  await expect(main).toContainText('Taken out.');
  expect(await arm.find('/apis/orders-mcp/tools/cancelOrder')).toBeUndefined();

  await page.goto('/g/local/products/mcp-tools');
  await page.getByLabel('Add an API').selectOption('orders');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(main).toContainText('Added.');
  await page.locator('summary', { hasText: /^Take out orders …$/ }).click();
  await page.locator('details[open]').getByRole('button', { name: 'Take it out' }).click();
  await expect(main).toContainText('Taken out.');
  expect(await arm.find('/products/mcp-tools/apiLinks/orders')).toBeUndefined();

  await page.goto('/g/local/apis/claude/diagnostics');
  await page.getByRole('button', { name: 'Log LLM messages' }).click();
  await expect(main).toContainText('Created.');
  expect((await arm.find('/apis/claude/diagnostics/azuremonitor'))?.properties.largeLanguageModel).toMatchObject({ logs: 'enabled' });
  await arm.delete('/apis/claude/diagnostics/azuremonitor');
});
