// What the table of pages is written with: a page in a state, and how a person or a form gets it there.

import type { Page } from '@playwright/test';

import { expect, hydrated } from './fixture.ts';
import { postForm } from './layout.ts';

export interface Scene {
  /** As in the app's route table. */
  route: string;
  state: string;
  path: string;
  /** Not the worker's own console. */
  on?: 'bare' | 'none';
  /** Something must have happened on the console. */
  needsEntry?: boolean;
  /** After hydration, before the checks. */
  act?: (page: Page) => Promise<void>;
  expectProblem?: RegExp[];
}

/** The page as it comes back after a form post without scripts. */
export const post = (fields: Record<string, string>) => async (page: Page) => {
  await postForm(page, fields);
  await page.locator('#form-errors').waitFor();
  await hydrated(page);
};

export const press = (name: RegExp | string) => (page: Page) => page.getByRole('button', { name }).first().click();

export const openEntry = async (page: Page) => {
  await page.getByRole('main').locator('tbody a').first().click();
  await expect(page).toHaveURL(/\/audit\/.+/);
  await expect(page.getByRole('heading', { name: 'What happened' })).toBeVisible();
};

export const openAll = async (page: Page) => {
  const closed = page.getByRole('main').locator('details:not([open]) > summary');
  while ((await closed.count()) > 0) await closed.first().click();
};

export const ask = async (page: Page) => {
  await page.getByLabel('Message', { exact: true }).fill('Why is the sky blue?');
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(page.getByTestId('facts')).toContainText('tokens');
};

export const failed = { on: 'bare' as const, expectProblem: [/response 5\d\d/, /status of 5\d\d/] };

/** A menu of the list's first row. */
export const openMenu = (page: Page) => page.locator('.menu-root > summary').first().click();

/** The form as it is, sent by its own button. */
export const sendAsIs = (button: RegExp | string) => async (page: Page) => {
  await press(button)(page);
  await expect(page.locator('#form-errors')).toBeVisible();
};
