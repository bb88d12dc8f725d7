// Backends, the playground, the audit and the frame, in each state they can be in.

import { ask, failed, openAll, openEntry, openMenu, post, press, type Scene } from './pages.ts';
import { expect } from './fixture.ts';

/** Pages that are not about a resource of the common form. */
export const corePages: Scene[] = [
  { route: '/', state: 'on to the first gateway', path: '/' },
  { route: '/', state: 'no gateway', path: '/', on: 'none' },
  { route: '/g/:gateway', state: 'filled', path: '/g/local' },
  { route: '/g/:gateway', state: 'empty', path: '/g/empty', on: 'bare' },
  { route: '/g/:gateway', state: 'error', path: '/g/failing', ...failed },
  { route: '/g/:gateway', state: 'unknown gateway', path: '/g/nowhere', expectProblem: [/status of 404/] },
  { route: '/g/:gateway', state: 'gateways open', path: '/g/empty', on: 'bare', act: (page) => page.locator('aside summary').first().click() },
  { route: '/g/:gateway', state: 'theme open', path: '/g/local', act: (page) => page.locator('summary[aria-label="Theme"]').click() },
  { route: '/g/:gateway/backends', state: 'filled', path: '/g/local/backends' },
  { route: '/g/:gateway/backends', state: 'empty', path: '/g/empty/backends', on: 'bare' },
  { route: '/g/:gateway/backends', state: 'error', path: '/g/failing/backends', ...failed },
  { route: '/g/:gateway/backends', state: 'nothing matches', path: '/g/local/backends?text=zzz' },
  { route: '/g/:gateway/backends', state: 'filtered and sorted', path: '/g/local/backends?show=pool&sort=state&order=desc' },
  { route: '/g/:gateway/backends', state: 'row menu open', path: '/g/local/backends', act: openMenu },
  { route: '/g/:gateway/backends/new', state: 'single', path: '/g/local/backends/new' },
  { route: '/g/:gateway/backends/new', state: 'pool', path: '/g/local/backends/new?kind=pool' },
  { route: '/g/:gateway/backends/new', state: 'duplicate', path: '/g/local/backends/new?from=aoai-weu-paygo', act: openAll },
  { route: '/g/:gateway/backends/new', state: 'error', path: '/g/failing/backends/new?kind=pool', ...failed },
  {
    route: '/g/:gateway/backends/new',
    state: 'refused',
    path: '/g/local/backends/new',
    act: async (page) => {
      await press('Create in local')(page);
      await expect(page.locator('#form-errors')).toBeVisible();
    },
    expectProblem: [/status of 422/],
  },
  {
    route: '/g/:gateway/backends/new',
    state: 'refused without scripts',
    path: '/g/local/backends/new',
    act: post({ do: 'save', kind: 'single', name: 'a b', url: 'nowhere' }),
    expectProblem: [/status of 422/],
  },
  { route: '/g/:gateway/backends/:backend', state: 'single', path: '/g/local/backends/aoai-weu-paygo' },
  { route: '/g/:gateway/backends/:backend', state: 'pool', path: '/g/local/backends/aoai-pool?done=updated&entry=x', act: openAll },
  { route: '/g/:gateway/backends/:backend', state: 'tested', path: '/g/local/backends/content-safety', act: async (page) => {
    await press('Test the connection')(page);
    await expect(page.getByRole('main').getByText(/^It (answers|does not answer)\.$/)).toBeVisible();
  } },
  { route: '/g/:gateway/backends/:backend', state: 'missing', path: '/g/local/backends/none', expectProblem: [/status of 404/] },
  { route: '/g/:gateway/backends/:backend', state: 'error', path: '/g/failing/backends/any', ...failed },
  { route: '/g/:gateway/backends/:backend/edit', state: 'single', path: '/g/local/backends/aoai-weu-paygo/edit', act: openAll },
  { route: '/g/:gateway/backends/:backend/edit', state: 'pool', path: '/g/local/backends/aoai-pool/edit', act: openAll },
  {
    route: '/g/:gateway/backends/:backend/edit',
    state: 'conflict',
    path: '/g/local/backends/content-safety/edit',
    act: post({ do: 'save', kind: 'single', name: 'content-safety', title: 'Mine', url: 'https://mine.example/v1', etag: '"stale"' }),
    expectProblem: [/status of 409/],
  },
  { route: '/g/:gateway/backends/:backend/edit', state: 'error', path: '/g/failing/backends/any/edit', ...failed },
  { route: '/g/:gateway/backends/:backend/delete', state: 'question', path: '/g/local/backends/mistral-large/delete' },
  { route: '/g/:gateway/backends/:backend/delete', state: 'held by a pool', path: '/g/local/backends/aoai-swc-ptu/delete' },
  { route: '/g/:gateway/backends/:backend/delete', state: 'error', path: '/g/failing/backends/any/delete', ...failed },
  { route: '/g/:gateway/playground', state: 'filled', path: '/g/local/playground' },
  { route: '/g/:gateway/playground', state: 'answered', path: '/g/local/playground', act: ask },
  { route: '/g/:gateway/playground', state: 'nothing asked', path: '/g/local/playground', act: async (page) => {
    await page.getByRole('button', { name: 'Send' }).click();
    await expect(page.locator('#prompt')).toHaveAttribute('aria-invalid', 'true');
  } },
  { route: '/g/:gateway/playground', state: 'no subscription', path: '/g/empty/playground', on: 'bare' },
  { route: '/g/:gateway/playground', state: 'error', path: '/g/failing/playground', ...failed },
  { route: '/audit', state: 'empty', path: '/audit', on: 'bare' },
  { route: '/audit', state: 'filled', path: '/audit', needsEntry: true },
  { route: '/audit', state: 'nothing matches', path: '/audit?text=zzz' },
  { route: '/audit/:entry', state: 'filled', path: '/audit', needsEntry: true, act: openEntry },
  { route: '/audit/:entry', state: 'missing', path: '/audit/none', expectProblem: [/status of 404/] },
  { route: '/operations', state: 'filled', path: '/operations' },
  { route: '/me', state: 'filled', path: '/me' },
  { route: '/settings', state: 'filled', path: '/settings' },
  { route: '*', state: 'no such page', path: '/nowhere/at/all', expectProblem: [/status of 404/] },
];
