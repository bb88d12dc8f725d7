// What pages of a kind hold beside the common form: tools and check-up of MCP servers, a product's APIs, LLM logging.

import type { Page } from '@playwright/test';

import { Arm, expect, hydrated, open, picture, test } from '../support/fixture.ts';

const main = (page: Page) => page.getByRole('main');
const service = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/local/providers/Microsoft.ApiManagement/service/local-apim';

test.describe('MCP server', () => {
  const path = '/g/local/mcp-servers/parts-mcp';
  const diagnostic = '/apis/parts-mcp/diagnostics/applicationinsights';

  test.beforeEach(async ({ server }) =>
    new Arm(server.arm).put('/apis/parts-mcp', { displayName: 'Parts MCP', path: 'parts-mcp', type: 'mcp', protocols: ['https'] }),
  );
  test.afterEach(async ({ server }) => new Arm(server.arm).delete('/apis/parts-mcp'));

  test('an operation becomes a tool, and stops being one', async ({ page, server, expectProblem }) => {
    expectProblem(/status of 422/);
    const arm = new Arm(server.arm);
    await open(page, path);
    await expect(main(page)).toContainText('No tool yet: agents see an empty server.');
    await expect(main(page)).toContainText(`${server.gateway}/parts-mcp/mcp`);
    await page.getByLabel('New tool out of the API').selectOption('orders');
    await page.getByRole('button', { name: 'Choose an operation' }).click();
    await expect(page).toHaveURL(/api=orders/);
    await hydrated(page);
    await page.getByLabel('Operation of orders').selectOption('get-order');
    await page.getByLabel("Tool's name").fill('get order');
    await page.getByLabel('Description').fill('Shows <one> order.');
    await page.getByRole('button', { name: 'Add the tool' }).click();
    await expect(page.getByLabel("Tool's name")).toHaveAccessibleDescription(/letters, digits/);
    await expect(page.getByLabel('Description')).toHaveValue('Shows <one> order.');
    await expect(page.getByLabel('Operation of orders')).toHaveValue('get-order');
    await picture(page, 'parts-mcp-refused');

    await page.getByLabel("Tool's name").fill('getOrder');
    await page.getByRole('button', { name: 'Add the tool' }).click();
    await expect(main(page)).toContainText('Added.');
    await expect(page.getByRole('listitem').filter({ hasText: 'getOrder' })).toContainText('orders / get-order');
    expect((await arm.find('/apis/parts-mcp/tools/getOrder'))?.properties).toMatchObject({ description: 'Shows <one> order.' });
    await picture(page, 'parts-mcp');
    await hydrated(page);
    await page.locator('summary', { hasText: 'Remove getOrder' }).click();
    await picture(page, 'parts-mcp-remove');
    await page.locator('details[open]').getByRole('button', { name: 'Remove the tool' }).click();
    await expect(main(page)).toContainText('Taken out.');
    expect(await arm.find('/apis/parts-mcp/tools/getOrder')).toBeUndefined();
    await open(page, '/audit?text=getOrder');
    await expect(page.getByRole('table').locator('tbody tr')).toHaveCount(2);
  });

  test('the check-up finds what would hold its streams back', async ({ page, server }) => {
    const arm = new Arm(server.arm);
    await open(page, path);
    await expect(main(page)).toContainText('Nothing was found that would hold its streams back.');
    const frontend = { response: { body: { bytes: 512 } } };
    await arm.put(diagnostic, { loggerId: `${service}/loggers/appinsights`, sampling: { samplingType: 'fixed', percentage: 100 }, frontend });
    // The page reads Azure anew some seconds later.
    await expect(async () => {
      await open(page, path);
      await expect(main(page)).toContainText('Its diagnostic applicationinsights logs bodies of answers', { timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    await expect(main(page)).toContainText('Breaks streams');
    await picture(page, 'parts-mcp-finding');
  });
});

test.describe('product', () => {
  const path = '/g/local/products/parts-product';

  test.beforeEach(async ({ server }) =>
    new Arm(server.arm).put('/products/parts-product', { displayName: 'Parts product', state: 'published', subscriptionRequired: true }),
  );
  test.afterEach(async ({ server }) => {
    const arm = new Arm(server.arm);
    await arm.delete('/subscriptions/parts-key');
    await arm.delete('/products/parts-product');
  });

  test('an API comes in and goes out', async ({ page, server }) => {
    const arm = new Arm(server.arm);
    await open(page, path);
    await expect(main(page)).toContainText('No API yet: keys of this product open nothing.');
    await page.getByLabel('Add an API').selectOption('orders');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(main(page)).toContainText('Added.');
    expect(await arm.find('/products/parts-product/apiLinks/orders')).toBeDefined();
    await picture(page, 'parts-product');
    await hydrated(page);
    await page.locator('summary', { hasText: 'Take out orders' }).click();
    await expect(main(page)).toContainText('Every key of parts-product stops opening orders at once.');
    await page.locator('details[open]').getByLabel('Reason or ticket (optional)').fill('Ticket 31');
    await page.locator('details[open]').getByRole('button', { name: 'Take it out' }).click();
    await expect(main(page)).toContainText('Taken out.');
    await expect(main(page)).toContainText('No API yet');
    expect(await arm.find('/products/parts-product/apiLinks/orders')).toBeUndefined();
    await page.getByRole('link', { name: 'See the audit entry' }).click();
    await expect(main(page)).toContainText('Applied');
    await expect(main(page)).toContainText('Ticket 31');
  });

  test('it goes with its subscriptions only when that is said', async ({ page, server, expectProblem }) => {
    expectProblem(/status of 422/);
    const arm = new Arm(server.arm);
    await arm.put('/subscriptions/parts-key', { displayName: 'Parts key', scope: `${service}/products/parts-product`, state: 'active' });
    await expect(async () => {
      await open(page, `${path}/delete`);
      await expect(main(page)).toContainText('key of the subscription parts-key', { timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    await page.getByRole('button', { name: /^Delete parts-product/ }).click();
    await expect(page.getByRole('alert')).toContainText("Product 'parts-product' has 1 subscriptions");
    await picture(page, 'parts-product-held');
    expect(await arm.find('/products/parts-product')).toBeDefined();
    await page.getByLabel('Delete its subscriptions too').check();
    await page.getByRole('button', { name: /^Delete parts-product/ }).click();
    await expect(page).toHaveURL(/\/audit\/.+/);
    expect(await arm.find('/products/parts-product')).toBeUndefined();
    expect(await arm.find('/subscriptions/parts-key')).toBeUndefined();
  });
});

test.describe('LLM logging of an API', () => {
  const diagnostic = '/apis/orders/diagnostics/azuremonitor';
  test.afterEach(async ({ server }) => new Arm(server.arm).delete(diagnostic));

  test('one press: a diagnostic is made, what else was in it stays, the page warns of what is stored', async ({ page, server }) => {
    const arm = new Arm(server.arm);
    await arm.put(diagnostic, { loggerId: `${service}/loggers/azuremonitor`, verbosity: 'error', logClientIp: true });
    await open(page, '/g/local/apis/orders/diagnostics');
    await page.getByRole('link', { name: 'Show exactly what is sent' }).click();
    await hydrated(page);
    await expect(main(page)).toContainText('"maxSizeInBytes": 32768');
    await picture(page, 'parts-llm-logging');
    await page.getByRole('button', { name: 'Log LLM messages' }).click();
    await expect(main(page)).toContainText('Saved.');
    await expect(main(page)).toContainText('Prompts are stored');
    expect((await arm.find(diagnostic))?.properties).toMatchObject({
      verbosity: 'error',
      logClientIp: true,
      largeLanguageModel: { logs: 'enabled', requests: { messages: 'all', maxSizeInBytes: 32768 }, responses: { messages: 'all' } },
    });
    await page.getByRole('link', { name: 'See the audit entry' }).click();
    await expect(page.getByRole('row', { name: /largeLanguageModel.logs/ })).toContainText('enabled');
  });
});
