// The playground when it does not go smoothly: refusals, Stop, leaving, and two conversations.

import type { BrowserContext, Page } from '@playwright/test';

import { expect, open, picture, test } from '../support/fixture.ts';

const playground = '/g/local/playground';

// Words that take the model many tokens to repeat: the answer lasts for seconds.
const longQuestion = 'List q7z1x9k3v8w2j5m4n6p0b1c2d3f4g5 h8j2k4l6z1x3c5v7b9n0m2q4w6e8r0 t1y3u5i7o9p2a4s6d8f0g1h3j5k7l9';

const turns = (page: Page) => page.getByRole('list', { name: 'Conversation' }).getByRole('listitem');
const isBusy = (page: Page, busy: boolean) =>
  expect(page.getByRole('list', { name: 'Conversation' })).toHaveAttribute('aria-busy', String(busy), { timeout: 30_000 });

async function ask(page: Page, question: string): Promise<void> {
  await page.getByLabel('Message', { exact: true }).fill(question);
  await page.getByRole('button', { name: 'Send' }).click();
}

/** The newest call of the audit says this; read in a tab of its own, so that the page itself stays where it is. */
async function newestCall(context: BrowserContext, outcome: string): Promise<void> {
  const page = await context.newPage();
  const newest = page.getByRole('table').locator('tbody tr').first();
  await expect(async () => {
    await page.goto('/audit?operation=AIGateway_ChatCompletions');
    await expect(newest).toContainText(outcome, { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await page.close();
}

test('an unknown deployment: the model says so, the question comes back', async ({ page, context, expectProblem }) => {
  expectProblem(/status of 404/);
  await open(page, playground);
  await page.getByLabel('Deployment').fill('no-such-model');
  await ask(page, 'Are you there?');
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('The API deployment for this resource does not exist', { timeout: 30_000 });
  await expect(alert).toContainText('404 DeploymentNotFound');
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('Are you there?');
  await expect(turns(page).filter({ hasText: 'Are you there?' })).toHaveCount(0);
  await picture(page, 'playground-refused');

  // The question is sent again to a model that exists, and the panel goes.
  await page.getByLabel('Deployment').fill('gpt-4o');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByTestId('facts')).toContainText('tokens');
  await expect(alert).toHaveCount(0);
  await newestCall(context, 'Applied');
});

test('a path that no API has: the gateway says so', async ({ page, expectProblem }) => {
  expectProblem(/status of 404/);
  await open(page, playground);
  await page.getByLabel('API path').fill('nowhere');
  await ask(page, 'Hello?');
  await expect(page.getByRole('alert')).toContainText('Resource not found');
  await expect(page.getByLabel('Message', { exact: true })).toHaveValue('Hello?');
  await page.getByRole('link', { name: 'See it in the audit log' }).click();
  await expect(page.getByRole('main')).toContainText('Refused: 404');
});

test('Stop keeps what came, and the audit says aborted', async ({ page }) => {
  await open(page, playground);
  await ask(page, longQuestion);
  await expect(turns(page).nth(1)).toContainText(/Three points/, { timeout: 30_000 });
  await page.getByRole('button', { name: 'Stop' }).click();
  await isBusy(page, false);
  await expect(turns(page).nth(1).getByTestId('facts')).toContainText('stopped by you');
  await expect(turns(page).nth(1)).toContainText('Three points');
  await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0);
  await expect(page.getByRole('alert')).toHaveCount(0);
  await picture(page, 'playground-stopped');

  // The conversation goes on after it.
  await ask(page, 'Hi');
  await expect(turns(page).nth(3).getByTestId('facts')).toContainText('tokens');
  await turns(page).nth(1).getByRole('link', { name: 'audit' }).click();
  await expect(page.getByRole('main')).toContainText('Aborted');
  await expect(page.getByRole('main')).toContainText('The caller went away before the end');
});

test('leaving the page in the middle of an answer aborts it', async ({ page, context }) => {
  await open(page, playground);
  await ask(page, `${longQuestion} once more`);
  await expect(turns(page).nth(1)).toContainText(/Three points/, { timeout: 30_000 });
  await page.goto('/operations');
  await newestCall(context, 'Aborted');
});

test('following a link in the middle of an answer aborts it', async ({ page, context }) => {
  await open(page, playground);
  await ask(page, `${longQuestion} and again`);
  await expect(turns(page).nth(1)).toContainText(/Three points/, { timeout: 30_000 });
  await page.getByRole('link', { name: 'Operations' }).first().click();
  await expect(page).toHaveURL(/\/operations$/);
  await newestCall(context, 'Aborted');
});

test('a conversation carries its turns, a new one starts empty', async ({ page }) => {
  const sent: { messages: { role: string; content: string }[] }[] = [];
  page.on('request', (request) => {
    if (request.url().includes('/api/playground/')) sent.push(request.postDataJSON());
  });
  await open(page, playground);
  await page.getByLabel('System message').fill('Be brief.');
  for (const [row, question] of ['Hello', 'Hi'].entries()) {
    await ask(page, question);
    await expect(turns(page).nth(2 * row + 1).getByTestId('facts')).toContainText('tokens', { timeout: 30_000 });
  }
  expect(sent[1]?.messages.map((message) => message.role)).toEqual(['system', 'user', 'assistant', 'user']);

  await page.getByRole('button', { name: 'New conversation' }).click();
  await expect(turns(page)).toHaveCount(1);
  await expect(turns(page)).toContainText('Ask something');
  await ask(page, 'Hey');
  await expect(turns(page).nth(1).getByTestId('facts')).toContainText('tokens');
  expect(sent[2]?.messages.map((message) => message.content)).toEqual(['Be brief.', 'Hey']);
});

test('two conversations at once do not mix', async ({ page, context }) => {
  const other = await context.newPage();
  await open(page, playground);
  await open(other, playground);
  await ask(page, 'Why does lavender smell?');
  await ask(other, 'Why do pebbles sink?');
  for (const one of [page, other]) await expect(turns(one).nth(1).getByTestId('facts')).toContainText('tokens', { timeout: 30_000 });
  await expect(turns(page).nth(1)).toContainText(/lavender/);
  await expect(turns(other).nth(1)).toContainText(/pebbles/);
  await expect(turns(page).nth(1)).not.toContainText(/pebbles/);
});
