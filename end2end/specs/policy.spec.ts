// The policy editor of an API: what Azure refuses, what someone else changed, what it refers to, and its end.

import type { Page } from '@playwright/test';

import { Arm, expect, hydrated, open, picture, test } from '../support/fixture.ts';

const main = (page: Page) => page.getByRole('main');
const path = '/apis/edited-policy/policies/policy';
const page_ = '/g/local/apis/edited-policy/policy';
const wrap = (inbound: string) => `<policies>\n    <inbound>\n        <base />\n        ${inbound}\n    </inbound>\n    <backend>\n        <base />\n    </backend>\n    <outbound>\n        <base />\n    </outbound>\n    <on-error>\n        <base />\n    </on-error>\n</policies>\n`;
const header = (value: string) => wrap(`<set-header name="x-team" exists-action="override"><value>${value}</value></set-header>`);
const document = (page: Page) => page.getByLabel('Policy', { exact: true });
const changes = (page: Page) => page.locator('section', { has: page.getByRole('heading', { name: 'What applying changes' }) });
const value = async (arm: Arm) => (await arm.find(path))?.properties.value;

test.beforeEach(async ({ server }) => {
  const arm = new Arm(server.arm);
  await arm.put('/apis/edited-policy', { displayName: 'Edited', path: 'edited-policy', protocols: ['https'] });
});
test.afterEach(async ({ server }) => new Arm(server.arm).delete('/apis/edited-policy'));

test('the first policy: what is no policy is refused, the difference is seen, then it is applied', async ({ page, server, expectProblem }) => {
  expectProblem(/status of 422/);
  const arm = new Arm(server.arm);
  await open(page, '/g/local/apis/edited-policy');
  await page.getByRole('link', { name: 'Policy', exact: true }).click();
  await hydrated(page);
  await document(page).fill('no policy at all');
  await page.getByRole('button', { name: 'Apply to local' }).click();
  await expect(document(page)).toHaveAccessibleDescription(/A policy is XML/);
  await expect(document(page)).toHaveValue('no policy at all');

  await document(page).fill(wrap('<no-such-policy />'));
  await page.getByRole('button', { name: 'Apply to local' }).click();
  await expect(document(page)).toHaveAccessibleDescription(/Azure: .*no-such-policy/);
  await expect(document(page)).toHaveValue(wrap('<no-such-policy />'));
  await picture(page, 'policy-refused');
  expect(await value(arm)).toBeUndefined();

  await document(page).fill(header('first'));
  await page.getByRole('button', { name: 'Show the changes' }).click();
  await expect(changes(page)).toContainText('first');
  expect(await value(arm)).toBeUndefined();
  await page.getByLabel('Reason or ticket (optional)').fill('Ticket 21');
  await page.getByRole('button', { name: 'Apply to local' }).click();
  await expect(main(page)).toContainText('Created.');
  expect(await value(arm)).toContain('first');
  await page.getByRole('link', { name: 'See the audit entry' }).click();
  await expect(main(page)).toContainText('Ticket 21');
  await expect(main(page)).toContainText('x-team');
});

test('changed by someone else meanwhile: compared, then applied to the version in force', async ({ page, server, expectProblem }) => {
  expectProblem(/status of 409/);
  const arm = new Arm(server.arm);
  await arm.put(path, { format: 'rawxml', value: header('first') });
  await open(page, page_);
  await document(page).fill(header('mine'));
  await arm.put(path, { format: 'rawxml', value: header('theirs') });
  await page.getByRole('button', { name: 'Apply to local' }).click();
  const conflict = page.getByRole('alert', { name: 'Conflict' });
  await expect(conflict).toBeFocused();
  await expect(changes(page)).toContainText('theirs');
  await expect(changes(page)).toContainText('mine');
  await expect(document(page)).toHaveValue(header('mine'));
  await picture(page, 'policy-conflict');
  expect(await value(arm)).toContain('theirs');
  await page.getByRole('button', { name: 'Apply mine to the version in force' }).click();
  await expect(main(page)).toContainText('Saved.');
  expect(await value(arm)).toContain('mine');
});

test('what it refers to is named, and those pages name it', async ({ page }) => {
  await open(page, '/g/local/apis/claude/policy');
  const refers = page.getByRole('region', { name: 'Refers to' }).or(page.locator('section', { hasText: 'Refers to' })).first();
  await expect(refers).toContainText('content-safety');
  await expect(refers).toContainText('claude-key');
  await refers.getByRole('link', { name: 'content-safety' }).click();
  await page.getByRole('link', { name: 'Delete', exact: true }).click();
  await expect(main(page)).toContainText('policy of the API claude');
});

test('delete: the reason is kept, calls go on without it', async ({ page, server }) => {
  const arm = new Arm(server.arm);
  await arm.put(path, { format: 'rawxml', value: header('first') });
  await open(page, page_);
  await page.locator('summary', { hasText: 'Delete the policy' }).click();
  const form = page.locator('details[open]', { hasText: 'Delete the policy' });
  await form.getByLabel('Reason or ticket (optional)').fill('Ticket 22');
  await page.getByRole('button', { name: 'Delete the policy of edited-policy' }).click();
  await expect(main(page)).toContainText('Deleted.');
  expect(await value(arm)).toBeUndefined();
  await page.getByRole('link', { name: 'See the audit entry' }).click();
  await expect(main(page)).toContainText('Ticket 22');
});

test('a deletion of another version than the one seen is refused', async ({ page, server, expectProblem }) => {
  expectProblem(/status of 409/);
  const arm = new Arm(server.arm);
  await arm.put(path, { format: 'rawxml', value: header('first') });
  await open(page, page_);
  await arm.put(path, { format: 'rawxml', value: header('theirs') });
  await page.locator('summary', { hasText: 'Delete the policy' }).click();
  await page.getByRole('button', { name: 'Delete the policy of edited-policy' }).click();
  await expect(page.getByRole('alert')).toContainText('changed by someone else');
  expect(await value(arm)).toContain('theirs');
  // What is in force is in the editor, and nothing offers to replace it.
  await expect(document(page)).toHaveValue(/theirs/);
  await expect(page.getByRole('button', { name: 'Apply mine to the version in force' })).toHaveCount(0);
  await picture(page, 'policy-not-deleted');
  await page.getByRole('button', { name: 'Delete the policy of edited-policy' }).click();
  await expect(main(page)).toContainText('Deleted.');
});

test('a limit that was typed and not put in is not lost', async ({ page, server, expectProblem }) => {
  expectProblem(/status of 422/);
  await new Arm(server.arm).put(path, { format: 'rawxml', value: header('first') });
  await open(page, page_);
  await page.getByLabel('Tokens a minute').fill('20000');
  await page.getByRole('button', { name: 'Apply to local' }).click();
  await expect(page.getByLabel('Tokens a minute')).toHaveValue('20000');
  await expect(main(page)).toContainText('This limit is not in the document yet');
  await page.getByRole('button', { name: 'Put into the document' }).click();
  await expect(document(page)).toHaveValue(/tokens-per-minute="20000"/);
  await page.getByRole('button', { name: 'Apply to local' }).click();
  await expect(main(page)).toContainText('Saved.');
});
