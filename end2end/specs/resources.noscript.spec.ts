// The same resources with scripts off: plain forms, whole pages, nothing typed is lost.

import { Arm, expect, test } from '../support/fixture.ts';
import { armPath, errorsBeside, isStillTyped, kinds, pageOf, toForm, type } from '../support/kinds.ts';

for (const kind of kinds) {
  test(`${kind.noun}: create, edit, a conflict, delete`, async ({ page, server, expectProblem }) => {
    expectProblem(/status of 422/, /status of 409/);
    const arm = new Arm(server.arm);
    await arm.delete(armPath(kind));
    await page.goto(`/g/local/${kind.list}`);
    await toForm(page, kind);
    await type(page, kind.bad);
    await page.getByRole('button', { name: 'Create in local' }).click();
    await errorsBeside(page, kind.errors);
    await isStillTyped(page, kind.bad);
    await type(page, kind.good);
    await page.getByRole('button', { name: 'Create in local' }).click();
    await expect(page.getByRole('main')).toContainText('Created.');
    expect((await arm.find(armPath(kind)))?.properties).toMatchObject(kind.stored);

    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await page.getByLabel(kind.edit.label, { exact: true }).fill(kind.edit.value);
    await arm.patch(armPath(kind), kind.behind);
    await page.getByRole('button', { name: 'Apply to local' }).click();
    const conflict = page.getByRole('alert', { name: 'Conflict' });
    await expect(conflict.getByRole('row', { name: new RegExp(kind.edit.path) })).toContainText(kind.theirs);
    await expect(page.getByLabel(kind.edit.label, { exact: true })).toHaveValue(kind.edit.value);
    await page.getByRole('button', { name: 'Apply mine to the version in force' }).click();
    await expect(page.getByRole('main')).toContainText('Saved.');
    expect((await arm.find(armPath(kind)))?.properties).toMatchObject({ ...kind.behind, ...kind.edit.stored });

    if (kind.isKept) return arm.delete(armPath(kind));
    await page.goto(`${pageOf(kind)}/delete`);
    await page.getByRole('button', { name: `Delete ${kind.name} from local` }).click();
    await expect(page.getByRole('main')).toContainText('Deleted');
    expect(await arm.find(armPath(kind))).toBeUndefined();
  });
}
