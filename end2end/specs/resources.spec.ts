// Every kind of resource that shares the common form, from the first typed letter to the audit entry of its deletion.

import type { Page } from '@playwright/test';

import { Arm, expect, hydrated, open, picture, test } from '../support/fixture.ts';
import { armPath, errorsBeside, isStillTyped, type Kind, kinds, pageOf, toForm, type } from '../support/kinds.ts';

const main = (page: Page) => page.getByRole('main');

/** Follows the notice to the entry, and comes back with what it says. */
async function entry(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: 'See the audit entry' }).click();
  await expect(page).toHaveURL(/\/audit\/.+/);
  await expect(main(page)).toContainText('Applied');
}

for (const kind of kinds) {
  const slug = kind.noun.replaceAll(' ', '-').toLowerCase();

  test.describe(kind.noun, () => {
    test.beforeEach(async ({ server }) => new Arm(server.arm).delete(armPath(kind)));
    test.afterEach(async ({ server }) => new Arm(server.arm).delete(armPath(kind)));

    test('create: errors beside their fields, nothing lost, then made and in the audit', async ({ page, server, expectProblem }) => {
      expectProblem(/status of 422/);
      await open(page, `/g/local/${kind.list}`);
      await toForm(page, kind);
      await hydrated(page);
      await type(page, kind.bad);
      await page.getByRole('button', { name: 'Create in local' }).click();
      await expect(page.locator('#form-errors')).toBeFocused();
      await errorsBeside(page, kind.errors);
      await isStillTyped(page, kind.bad);
      await picture(page, `resources-${slug}-errors`);
      expect(await new Arm(server.arm).find(armPath(kind))).toBeUndefined();

      await type(page, kind.good);
      await page.getByLabel('Reason or ticket (optional)').fill(`Ticket 7 for ${kind.noun}`);
      await page.getByRole('button', { name: 'Create in local' }).click();
      await expect(main(page)).toContainText('Created.');
      await picture(page, `resources-${slug}-created`);
      expect((await new Arm(server.arm).find(armPath(kind)))?.properties).toMatchObject(kind.stored);
      await entry(page);
      await expect(main(page)).toContainText(`Ticket 7 for ${kind.noun}`);
      await open(page, `/g/local/${kind.list}`);
      await expect(page.getByRole('table')).toContainText(kind.name);
    });

    test('edit: the audit has it before and after', async ({ page, server }) => {
      const arm = new Arm(server.arm);
      await arm.put(armPath(kind), kind.made);
      await open(page, pageOf(kind));
      await page.getByRole('link', { name: 'Edit', exact: true }).click();
      await hydrated(page);
      await page.getByLabel(kind.edit.label, { exact: true }).fill(kind.edit.value);
      await page.getByLabel('Reason or ticket (optional)').fill('Ticket 8');
      await page.getByRole('button', { name: 'Apply to local' }).click();
      await expect(main(page)).toContainText('Saved.');
      expect((await arm.find(armPath(kind)))?.properties).toMatchObject(kind.edit.stored);
      await entry(page);
      await expect(page.getByRole('row', { name: new RegExp(kind.edit.path) })).toContainText(kind.edit.value);
      await expect(main(page)).toContainText('Ticket 8');
      // Nothing to save is no change, and leaves no second entry.
      await open(page, `${pageOf(kind)}/edit`);
      await page.getByRole('button', { name: 'Apply to local' }).click();
      await expect(main(page)).toContainText('Nothing to save');
    });

    test('changed by someone else meanwhile: compared, then laid over the version in force', async ({ page, server, expectProblem }) => {
      expectProblem(/status of 409/);
      const arm = new Arm(server.arm);
      await arm.put(armPath(kind), kind.made);
      await open(page, `${pageOf(kind)}/edit`);
      await page.getByLabel(kind.edit.label, { exact: true }).fill(kind.edit.value);
      await arm.patch(armPath(kind), kind.behind);
      await page.getByRole('button', { name: 'Apply to local' }).click();
      await seesBoth(page, kind);
      await picture(page, `resources-${slug}-conflict`);
      await page.getByRole('button', { name: 'Apply mine to the version in force' }).click();
      await expect(main(page)).toContainText('Saved.');
      // Mine where I changed it, theirs where they did.
      expect((await arm.find(armPath(kind)))?.properties).toMatchObject({ ...kind.behind, ...kind.edit.stored });
    });

    test('delete: who feels it, then gone, and what it was in the audit', async ({ page, server }) => {
      const arm = new Arm(server.arm);
      await arm.put(armPath(kind), kind.made);
      await open(page, pageOf(kind));
      const link = page.getByRole('link', { name: 'Delete', exact: true });
      if (kind.isKept) {
        await expect(page.getByRole('link', { name: 'Edit', exact: true })).toBeVisible();
        await expect(link).toHaveCount(0);
        return;
      }
      await link.click();
      await expect(page.getByRole('heading', { name: 'Who feels it' })).toBeVisible();
      await expect(main(page)).toContainText(/refers to this|No call through this console/);
      await page.getByLabel('Reason or ticket (optional)').fill('Ticket 9');
      await picture(page, `resources-${slug}-delete`);
      await hydrated(page);
      await page.getByRole('button', { name: `Delete ${kind.name} from local` }).click();
      await expect(page).toHaveURL(/\/audit\/.+/);
      await expect(main(page)).toContainText('Deleted');
      await expect(main(page)).toContainText('Ticket 9');
      expect(await arm.find(armPath(kind))).toBeUndefined();
      await open(page, `/audit?text=${kind.name}`);
      await expect(page.getByRole('table').locator('tbody tr').first()).toContainText(/Delete/);
    });
  });
}

/** The comparison holds what I typed and what is in force, and nothing was overwritten. */
async function seesBoth(page: Page, kind: Kind): Promise<void> {
  const conflict = page.getByRole('alert', { name: 'Conflict' });
  await expect(conflict).toBeFocused();
  await expect(conflict).toContainText('Nothing was overwritten');
  const row = conflict.getByRole('row', { name: new RegExp(kind.edit.path) });
  await expect(row.getByRole('cell').nth(1)).toContainText(kind.edit.value);
  await expect(row.getByRole('cell').nth(2)).toContainText(kind.theirs);
  await expect(page.getByLabel(kind.edit.label, { exact: true })).toHaveValue(kind.edit.value);
}
