// What every page must keep to, whatever it holds.

import { expect, type Page } from '@playwright/test';

/** Nothing reaches over the right edge of the screen; names what does. */
export async function fitsTheScreen(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const outside = [...document.querySelectorAll('main *, header *')].filter((element) => element.getBoundingClientRect().right > width + 1);
    return outside.slice(0, 5).map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 40)}`);
  });
  expect(wide, 'wider than the screen').toEqual([]);
}

/** Leaves the page by posting these pairs to its own path, as a form without scripts would. */
export async function postForm(page: Page, fields: Record<string, string>, action?: string): Promise<void> {
  const left = page.waitForNavigation();
  await page.evaluate(
    ([pairs, target]) => {
      const form = document.createElement('form');
      form.method = 'post';
      form.action = target ?? location.href;
      for (const [name, value] of Object.entries(pairs)) {
        const input = document.createElement('textarea');
        input.name = name;
        input.value = value;
        form.append(input);
      }
      document.body.append(form);
      form.submit();
    },
    [fields, action] as const,
  );
  await left;
}
