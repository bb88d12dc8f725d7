// The editor under strain: two people, a changed mind, secrets, a keyboard and nothing else.

import type { Locator, Page } from '@playwright/test';

import { Arm, expect, hydrated, open, picture, test } from '../support/fixture.ts';

const backends = '/g/local/backends';

/** Presses Tab until the element has the focus, as someone without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`80 times Tab do not lead to ${target}`);
}

const conflict = (page: Page) => page.getByRole('alert', { name: 'Conflict' });

test.describe('someone else was faster', () => {
  test.beforeEach(async ({ server, page, expectProblem }) => {
    expectProblem(/status of 409/);
    const arm = new Arm(server.arm);
    await arm.put('editor-raced', { url: 'https://raced.example', protocol: 'http', title: 'First' });
    await open(page, `${backends}/editor-raced/edit`);
    await page.getByLabel('Title').fill('Mine');
    await arm.patch('editor-raced', { title: 'Theirs', description: 'Theirs too' });
    await page.getByRole('button', { name: 'Apply to local' }).click();
    await expect(conflict(page)).toBeFocused();
    await expect(conflict(page)).toContainText('Nothing was overwritten');
    const row = conflict(page).getByRole('row', { name: /title/ });
    await expect(row.getByRole('cell').nth(1)).toContainText('Mine');
    await expect(row.getByRole('cell').nth(2)).toContainText('Theirs');
    await expect(page.getByLabel('Title')).toHaveValue('Mine');
    expect((await arm.find('editor-raced'))?.properties.title).toBe('Theirs');
  });

  test.afterEach(async ({ server }) => new Arm(server.arm).delete('editor-raced'));

  test('mine is applied to the version in force', async ({ page, server }) => {
    await picture(page, 'editor-conflict');
    await page.getByRole('button', { name: 'Apply mine to the version in force' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
    const { title, description } = (await new Arm(server.arm).find('editor-raced'))!.properties;
    expect([title, description]).toEqual(['Mine', 'Theirs too']);
  });

  test('a second change in between is noticed again', async ({ page, server }) => {
    await new Arm(server.arm).patch('editor-raced', { title: 'Theirs again' });
    await page.getByRole('button', { name: 'Apply mine to the version in force' }).click();
    await expect(conflict(page).getByRole('row', { name: /title/ })).toContainText('Theirs again');
    await page.getByRole('button', { name: 'Apply mine to the version in force' }).click();
    await expect(page.getByText('Saved.')).toBeVisible();
  });

  test('overwriting anyway is said in the audit', async ({ page, server }) => {
    await page.getByRole('button', { name: /^Overwrite anyway/ }).click();
    await expect(page.getByText('Saved over another version')).toBeVisible();
    expect((await new Arm(server.arm).find('editor-raced'))?.properties.title).toBe('Mine');
    await page.getByRole('link', { name: 'See the audit entry' }).click();
    await expect(page.getByRole('main')).toContainText('Overwrote another version');
    await expect(page.getByRole('row', { name: /title/ })).toContainText('Theirs');
  });
});

test('it was deleted meanwhile: create it again', async ({ page, server, expectProblem }) => {
  expectProblem(/status of 409/);
  const arm = new Arm(server.arm);
  await arm.put('editor-gone', { url: 'https://gone.example', protocol: 'http' });
  await open(page, `${backends}/editor-gone/edit`);
  await page.getByLabel('Title').fill('Back');
  await arm.delete('editor-gone');
  await page.getByRole('button', { name: 'Apply to local' }).click();
  await expect(conflict(page)).toContainText('deleted by someone else');
  await page.getByRole('button', { name: 'Create it again' }).click();
  await expect(page.getByText('Created.')).toBeVisible();
  expect((await arm.find('editor-gone'))?.properties.title).toBe('Back');
  await arm.delete('editor-gone');
});

test('leaving with something typed asks first', async ({ page }) => {
  await open(page, `${backends}/new`);
  const dialog = page.getByRole('dialog', { name: 'Leave without applying?' });
  await page.getByLabel('Title').fill('Half done');
  await page.getByRole('link', { name: 'Playground' }).first().click();
  await expect(dialog).toBeVisible();
  await picture(page, 'editor-leave');
  await dialog.getByRole('button', { name: 'Stay' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByLabel('Title')).toHaveValue('Half done');
  await page.getByLabel('Title').press('End');
  await page.keyboard.type('!');
  await expect(page.getByLabel('Title')).toHaveValue('Half done!');

  await page.getByRole('link', { name: 'Cancel' }).click();
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await expect(page).toHaveURL(/\/backends$/);
  await page.getByRole('link', { name: 'New backend' }).click();
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page).toHaveURL(/\/backends$/);
});

test('closing the tab with something typed asks first', async ({ page }) => {
  await open(page, `${backends}/new`);
  await page.getByLabel('Title').fill('Half done');
  const asked = page.waitForEvent('dialog');
  const leaving = page.goto('/audit').catch(() => undefined);
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await leaving;
  await expect(page.getByLabel('Title')).toHaveValue('Half done');
});

test('credentials are kept, replaced, removed, and never shown', async ({ page, server }) => {
  const arm = new Arm(server.arm);
  const secrets = ['sTored-1-a8f3', 'sTored-2-b7e2', 'tYped-3-c6d1', 'tYped-4-d5c0', 'tYped-5-e4b9'];
  const [kept, replaced, fresh, added, bearer] = secrets as [string, string, string, string, string];
  await arm.put('editor-secret', {
    url: 'https://secret.example',
    protocol: 'http',
    credentials: { header: { 'x-kept': [kept], 'x-replaced': [replaced], 'x-removed': ['sTored-6'] } },
  });
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => bodies.push(response.text().catch(() => '')));

  await open(page, `${backends}/editor-secret/edit`);
  const row = (name: string) => page.getByRole('group', { name: 'Headers' }).locator('div.grid', { has: page.getByText(name, { exact: true }) });
  await row('x-replaced').getByLabel('Stored value').selectOption('Replace');
  await row('x-replaced').getByLabel('Value', { exact: true }).fill(fresh);
  await page.getByRole('button', { name: 'Remove x-removed' }).click();
  await expect(page.getByRole('button', { name: 'Keep after all x-removed' })).toBeVisible();
  await page.getByRole('button', { name: 'Add header' }).click();
  await expect(page.locator('[id="header.3.name"]')).toBeFocused();
  await page.locator('[id="header.3.name"]').fill('x-added');
  await page.locator('[id="header.3.value"]').fill(added);
  await page.getByLabel('Scheme').fill('Bearer');
  await page.locator('[id="authorization.value"]').fill(bearer);
  await picture(page, 'editor-credentials');
  await page.getByRole('button', { name: 'Apply to local' }).click();
  await expect(page.getByText('Saved.')).toBeVisible();

  expect((await arm.find('editor-secret'))?.properties.credentials).toMatchObject({
    header: { 'x-kept': [kept], 'x-replaced': [fresh], 'x-added': [added] },
    authorization: { scheme: 'Bearer', parameter: bearer },
  });
  expect(JSON.stringify((await arm.find('editor-secret'))?.properties)).not.toContain('x-removed');
  const html = [await page.content()];
  await page.getByRole('link', { name: 'See the audit entry' }).click();
  await expect(page.getByRole('row', { name: /x-replaced/ })).toContainText('changed');
  html.push(await page.content());
  for (const path of ['', '/edit', '/delete']) {
    await open(page, `${backends}/editor-secret${path}`);
    html.push(await page.content());
  }
  const all = [...html, ...(await Promise.all(bodies))].join('\n');
  expect(all).toContain('x-added');
  for (const secret of [...secrets, 'sTored-6']) expect(all).not.toContain(secret);
  await arm.delete('editor-secret');
});

test('a keyboard is enough', async ({ page, server, expectProblem }) => {
  expectProblem(/status of 422/);
  await open(page, `${backends}/new?kind=pool`);
  await tabTo(page, page.getByLabel('Name', { exact: true }));
  await page.keyboard.type('editor-keys');
  // Enter in a field saves; there are no members yet.
  await page.keyboard.press('Enter');
  const summary = page.locator('#form-errors');
  await expect(summary).toBeFocused();
  await expect(summary).toContainText('Choose a backend');

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.locator('[id="member.0.id"]')).toBeFocused();
  await page.keyboard.type('aoai-swc-ptu');
  await tabTo(page, page.locator('[id="member.1.id"]'));
  await page.keyboard.type('aoai-weu-paygo');
  await tabTo(page, page.getByRole('button', { name: 'Add member' }));
  await page.keyboard.press('Enter');
  await expect(page.locator('[id="member.2.id"]')).toBeFocused();
  await page.keyboard.type('aoai-fra-paygo');
  await tabTo(page, page.getByRole('button', { name: 'Remove member 3' }));
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Add member' })).toBeFocused();
  await expect(page.locator('[id="member.1.id"]')).toHaveValue('aoai-weu-paygo');

  const cancel = page.getByRole('link', { name: 'Cancel' });
  const dialog = page.getByRole('dialog', { name: 'Leave without applying?' });
  await tabTo(page, cancel);
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(cancel).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Create in local' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Created.')).toBeVisible();
  await hydrated(page);
  await new Arm(server.arm).delete('editor-keys');
});
