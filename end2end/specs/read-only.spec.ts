// A gateway that is configured read_only: everything is shown, nothing that could not be pressed is offered, and a
// change that is asked for all the same is refused.

import { Arm, expect, open, picture, type RunningConsole, type RunningEmulator, startEmulator, test } from '../support/fixture.ts';
import { startConsoleWith } from '../support/scenes.ts';

let emulator: RunningEmulator;
let console: RunningConsole;

test.beforeAll(async () => {
  emulator = await startEmulator();
  console = await startConsoleWith({ still: { arm: emulator.arm, gateway: emulator.gateway, read_only: true } });
});
test.afterAll(async () => {
  await console?.close();
  await emulator?.close();
});

const url = (path: string) => `${console.url}/g/still${path}`;

const shown = [
  ['', 'still'],
  ['/backends', 'aoai-pool'],
  ['/backends/aoai-pool', 'aoai-swc-ptu'],
  ['/backends/content-safety', 'Content Safety'],
  ['/apis', 'claude'],
  ['/apis/claude', 'Claude messages'],
  ['/apis/claude/policy', 'content-safety'],
  ['/apis/openai/diagnostics', 'applicationinsights'],
  ['/apis/openai/diagnostics/applicationinsights', 'appinsights'],
  ['/diagnostics', 'azuremonitor'],
  ['/diagnostics/azuremonitor', 'azuremonitor'],
  ['/loggers', 'appinsights'],
  ['/loggers/appinsights', 'Application Insights'],
  ['/named-values', 'claude-key'],
  ['/named-values/claude-key', 'claude-key'],
  ['/fragments/token-metrics', 'llm-emit-token-metric'],
  ['/products', 'ai-standard'],
  ['/products/ai-standard', 'Azure OpenAI'],
  ['/subscriptions', 'demo'],
  ['/subscriptions/demo', 'Demo'],
  ['/mcp-servers/orders-mcp', 'listOrders'],
] as const;

test('every page is there to be read, and offers no change', async ({ page }) => {
  for (const [path, holds] of shown) {
    await open(page, url(path));
    const main = page.getByRole('main');
    await expect(main, path).toContainText(holds);
    await expect(page.getByText('Read-only.'), path).toBeVisible();
    const changes = /^(New|Edit|Delete|Create|Add|Take out|Remove|Make|Apply|Put|Log LLM|Duplicate|Reconnect|Ask for new|Drain)\b/;
    await expect(main.getByRole('link', { name: changes }), path).toHaveCount(0);
    await expect(main.getByRole('button', { name: changes }), path).toHaveCount(0);
  }
  await open(page, url('/subscriptions/demo'));
  await picture(page, 'read-only-subscription');
});

test('a form that was reached all the same is refused, with what was typed still in it', async ({ page, expectProblem }) => {
  expectProblem(/status of 403/);
  await open(page, url('/products/ai-standard/edit'));
  await page.getByLabel('Display name', { exact: true }).fill('Never');
  await page.getByRole('button', { name: 'Apply to still' }).click();
  await expect(page.getByRole('alert')).toContainText('still is read-only in this console');
  await expect(page.getByLabel('Display name', { exact: true })).toHaveValue('Never');
  await picture(page, 'read-only-refused');
});

const posts: [string, Record<string, string>][] = [
  ['/backends/content-safety/delete', { etag: '"x"' }],
  ['/apis/claude/delete', {}],
  ['/apis/claude/policy', { do: 'delete' }],
  ['/apis/claude/policy', { do: 'save', document: '<policies><inbound /></policies>' }],
  ['/apis/claude/diagnostics', { do: 'llm-logging' }],
  ['/loggers/new', { do: 'save', variant: 'monitor', name: 'never' }],
  ['/named-values/new', { do: 'save', variant: 'plain', name: 'never', displayName: 'never', value: 'x' }],
  ['/products/ai-standard', { do: 'add-api', api: 'claude' }],
  ['/subscriptions/demo', { do: 'regenerate', which: 'primary' }],
  ['/mcp-servers/orders-mcp', { do: 'remove-tool', tool: 'getOrder' }],
  ['/new-llm-api', { do: 'save', kind: 'open_ai', name: 'never', display_name: 'Never', path: 'never', backend: 'aoai-pool', key_header: 'api-key' }],
];

test('no post changes anything', async () => {
  const arm = new Arm(emulator.arm);
  for (const [path, pairs] of posts) {
    const answer = await fetch(url(path), { method: 'POST', body: new URLSearchParams(pairs), redirect: 'manual' });
    expect(answer.status, path).toBeLessThan(500);
    expect(answer.status, path).not.toBe(303);
    expect(await answer.text(), path).toMatch(/read-only|read_only|changed by someone else/);
  }
  expect((await arm.log()).filter((change) => !/\/(listSecrets|listValue)$/.test(change.path))).toEqual([]);
});
