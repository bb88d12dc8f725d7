// A new LLM API in one step: made whole, limited, used up to its limit; or not made at all, and then nothing is left.

import type { Page } from '@playwright/test';

import { Arm, axe, expect, hydrated, open, picture, test } from '../support/fixture.ts';
import { errorsBeside, isStillTyped, type, type Typed } from '../support/kinds.ts';

const main = (page: Page) => page.getByRole('main');
const part = (page: Page, label: string | RegExp) => main(page).getByRole('listitem').filter({ hasText: label });

const asked = (name: string): Typed => ({
  Name: name,
  'Display name': `LLM <${name}>`,
  Path: name,
  'Calls go to': 'aoai-pool',
  Product: 'ai-standard',
});

async function create(page: Page, name: string): Promise<void> {
  await open(page, '/g/local/new-llm-api');
  await type(page, asked(name));
  await page.getByRole('button', { name: 'Create in local' }).click();
}

test('made, limited, used up to the limit, and all of it in the audit', async ({ page, server, expectProblem }) => {
  test.setTimeout(120_000);
  expectProblem(/status of 422/, /status of 429/);
  const arm = new Arm(server.arm);
  await open(page, '/g/local/apis');
  await page.getByRole('link', { name: 'New LLM API' }).click();
  await hydrated(page);
  const bad = { Name: 'llm journey', 'Display name': 'Kept <text>', 'Header with the key': 'api key' };
  await type(page, bad);
  await page.getByRole('button', { name: 'Create in local' }).click();
  await errorsBeside(page, { Name: /letters, digits/, Path: /Give the path/, 'Calls go to': /Choose where calls go/, 'Header with the key': /letters, digits/ });
  await isStillTyped(page, bad);
  await type(page, { ...asked('llm-journey'), 'Header with the key': 'api-key' });
  await page.getByRole('button', { name: 'Create in local' }).click();
  await expect(main(page)).toContainText('It is made.');
  await expect(part(page, 'Made')).toHaveCount(6);
  await picture(page, 'llm-api-made');
  await axe(page);
  expect((await arm.find('/apis/llm-journey/policies/policy'))?.properties.value).toContain('backend-id="aoai-pool"');
  expect(await arm.find('/apis/llm-journey/operations/chat-completions')).toBeDefined();
  expect(await arm.find('/products/ai-standard/apiLinks/llm-journey')).toBeDefined();

  await page.getByRole('link', { name: 'Put a token limit on it' }).click();
  await hydrated(page);
  await limit(page, '20');
  await page.getByRole('button', { name: 'Apply to local' }).click();
  await expect(main(page)).toContainText('Saved.');
  expect((await arm.find('/apis/llm-journey/policies/policy'))?.properties.value).toContain('tokens-per-minute="20"');

  await open(page, '/g/local/playground');
  await page.getByLabel('API path').fill('llm-journey');
  await page.getByLabel('Deployment').fill('gpt-4o');
  const message = page.getByLabel('Message', { exact: true });
  await message.fill('Hello');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByTestId('facts')).toContainText('tokens', { timeout: 30_000 });
  await message.fill('Hello again');
  await page.getByRole('button', { name: 'Send' }).click();
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('Token limit is exceeded');
  await expect(alert).toContainText('429');
  await expect(message).toHaveValue('Hello again');
  await picture(page, 'llm-api-limited');
  await alert.getByRole('link', { name: 'See it in the audit log' }).click();
  await expect(main(page)).toContainText('Refused: 429');

  await open(page, '/audit?text=llm-journey');
  const table = page.getByRole('table');
  for (const what of ['Create or update an API', 'operation', "an API's policy"]) await expect(table).toContainText(what);
  await arm.delete('/apis/llm-journey');
});

/** Puts the limit into the document and sees the difference. */
async function limit(page: Page, tokens: string): Promise<void> {
  await page.getByLabel('Tokens a minute').fill('none');
  await page.getByRole('button', { name: 'Put into the document' }).click();
  await expect(page.getByLabel('Tokens a minute')).toHaveAccessibleDescription(/A whole number of tokens/);
  await page.getByLabel('Tokens a minute').fill(tokens);
  // A count of its own: a subscription's is shared by every policy that counts it, so by what other tests have used.
  await page.getByLabel('Counted for').selectOption('api');
  await page.getByRole('button', { name: 'Put into the document' }).click();
  await expect(page.getByRole('heading', { name: 'What applying changes' })).toBeVisible();
  await expect(page.getByLabel('Policy', { exact: true })).toHaveValue(new RegExp(`tokens-per-minute="${tokens}"`));
  await picture(page, 'llm-api-limit-diff');
}

test('a part that fails: what was made is taken back, and the report says so', async ({ page, server }) => {
  const arm = new Arm(server.arm);
  await arm.fault({ method: 'PUT', path_contains: '/apis/llm-failing/policies', do: { answer: { status: 403, code: 'AuthorizationFailed', message: 'No policies for you.' } } });
  await create(page, 'llm-failing');
  await expect(main(page)).toContainText('It was not made');
  await arm.heal();
  await expect(part(page, /^Policy/)).toContainText('Failed');
  await expect(part(page, /^Policy/)).toContainText('No policies for you.');
  await expect(part(page, /^API llm-failing/)).toContainText('Taken back');
  await expect(part(page, 'Taken back')).toHaveCount(4);
  await picture(page, 'llm-api-failed');
  await axe(page);
  expect(await arm.find('/apis/llm-failing')).toBeUndefined();
  // What was asked is still there; with the fault gone the same press makes it.
  await isStillTyped(page, asked('llm-failing'));
  await page.getByRole('button', { name: 'Create in local' }).click();
  await expect(main(page)).toContainText('It is made.');
  await open(page, '/audit?text=llm-failing');
  await expect(page.getByRole('row', { name: /Delete/ })).toHaveCount(1);
  await arm.delete('/apis/llm-failing');
});

test('what can not be taken back is said to be left behind', async ({ page, server }) => {
  const arm = new Arm(server.arm);
  const answer = { status: 403, code: 'AuthorizationFailed', message: 'Not you.' };
  await arm.fault(
    { method: 'PUT', path_contains: '/apis/llm-left/operations', do: { answer } },
    { method: 'DELETE', path_contains: '/apis/llm-left', do: { answer } },
  );
  await create(page, 'llm-left');
  await expect(part(page, /^API llm-left/)).toContainText('Made, could not be taken back');
  await arm.heal();
  expect(await arm.find('/apis/llm-left')).toBeDefined();
  await arm.delete('/apis/llm-left');
});
