// Who feels it: before something is deleted, the page names what refers to it, and leads there.

import { Arm, expect, hydrated, open, picture, test } from '../support/fixture.ts';

/** What the demo's own parts refer to: the page, what it says, and whether Azure would refuse. */
const felt: { path: string; says: string[]; isHeld?: boolean }[] = [
  { path: 'loggers/appinsights', says: ['diagnostics of the API openai', 'diagnostic of the service applicationinsights'], isHeld: true },
  { path: 'backends/content-safety', says: ['policy of the API claude'], isHeld: true },
  { path: 'backends/aoai-swc-ptu', says: ['aoai-pool'], isHeld: true },
  { path: 'named-values/claude-key', says: ['policy of the API claude'], isHeld: true },
  { path: 'named-values/aoai-swc-key', says: ['credentials of the backend aoai-swc-ptu'], isHeld: true },
  { path: 'products/ai-premium', says: ['key of the subscription research-lab', 'has the API claude'] },
  { path: 'apis/claude', says: ['part of the product ai-premium'] },
  { path: 'mcp-servers/docs-mcp', says: ['part of the product mcp-tools'] },
  { path: 'subscriptions/marketing-site', says: ['No call through this console used it in the last seven days'] },
];

for (const { path, says, isHeld } of felt) {
  test(`deleting ${path}`, async ({ page }) => {
    await open(page, `/g/local/${path}/delete`);
    const main = page.getByRole('main');
    for (const words of says) await expect(main).toContainText(words);
    const name = path.split('/')[1] ?? '';
    await expect(page.getByRole('button', { name: new RegExp(`^Delete ${name}`) })).toHaveCount(isHeld ? 0 : 1);
    await picture(page, `blast-${path.replace('/', '-')}`);
    const link = main.getByRole('listitem').getByRole('link').first();
    if ((await link.count()) === 0) return;
    const leads = await link.getAttribute('href');
    await link.click();
    await expect(page).toHaveURL(new RegExp(`${leads}$`));
    await expect(page.getByRole('alert')).toHaveCount(0);
  });
}

test('what was just made to refer to it is named at once', async ({ page, server }) => {
  const arm = new Arm(server.arm);
  await arm.put('/loggers/blast-logger', { loggerType: 'azureMonitor' });
  await open(page, '/g/local/loggers/blast-logger/delete');
  await expect(page.getByRole('main')).toContainText('Nothing that was looked at refers to this logger.');
  await open(page, '/g/local/apis/orders/diagnostics/new');
  await page.getByLabel('Name', { exact: true }).fill('azuremonitor');
  await page.getByLabel('Logger', { exact: true }).fill('blast-logger');
  await page.getByRole('button', { name: 'Create in local' }).click();
  await expect(page.getByRole('main')).toContainText('Created.');
  await hydrated(page);
  await open(page, '/g/local/loggers/blast-logger/delete');
  await expect(page.getByRole('main')).toContainText('diagnostics of the API orders');
  await arm.delete('/apis/orders/diagnostics/azuremonitor');
  await arm.delete('/loggers/blast-logger');
});
