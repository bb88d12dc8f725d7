// What belongs to one API: its policy, its diagnostics, and the wizard that makes a whole one.

import type { Page } from '@playwright/test';

import { expect } from './fixture.ts';
import { failed, openAll, post, press, type Scene, sendAsIs } from './pages.ts';

const diagnostics = '/g/:gateway/apis/:parent/diagnostics';
const ofOpenai = '/g/local/apis/openai/diagnostics';
const policy = '/g/:gateway/apis/:api/policy';
const wizard = '/g/:gateway/new-llm-api';

const limit = async (page: Page) => {
  await page.getByLabel('Tokens a minute').fill('500');
  await press('Put into the document')(page);
  await expect(page.getByRole('heading', { name: 'What applying changes' })).toBeVisible();
};

/** No API may have another's path: the form says so beside it. */
const takenPath = async (page: Page) => {
  for (const [label, value] of [['Name', 'pages-taken'], ['Display name', 'Taken'], ['Path', 'openai']] as const) await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByLabel('Calls go to').selectOption('aoai-pool');
  await press('Create in local')(page);
  await expect(page.getByLabel('Path', { exact: true })).toHaveAccessibleDescription(/azure-openai answers this path already/);
};

export const apiPages: Scene[] = [
  { route: diagnostics, state: 'filled', path: ofOpenai, act: openAll },
  { route: diagnostics, state: 'empty', path: '/g/local/apis/claude/diagnostics' },
  { route: diagnostics, state: 'error', path: '/g/failing/apis/any/diagnostics', ...failed },
  { route: `${diagnostics}/new`, state: 'refused', path: `${ofOpenai}/new`, act: sendAsIs('Create in local'), expectProblem: [/status of 422/] },
  { route: `${diagnostics}/:name`, state: 'filled', path: '/g/local/apis/azure-openai/diagnostics/azuremonitor', act: openAll },
  { route: `${diagnostics}/:name/edit`, state: 'filled', path: `${ofOpenai}/applicationinsights/edit`, act: openAll },
  {
    route: `${diagnostics}/:name/edit`,
    state: 'conflict',
    path: `${ofOpenai}/applicationinsights/edit`,
    act: post({ do: 'save', name: 'applicationinsights', etag: '"stale"', loggerId: 'appinsights', 'sampling.percentage': '7' }),
    expectProblem: [/status of 409/],
  },
  { route: `${diagnostics}/:name/delete`, state: 'question', path: `${ofOpenai}/applicationinsights/delete` },
  { route: policy, state: 'filled', path: '/g/local/apis/azure-openai/policy', act: openAll },
  { route: policy, state: 'empty', path: '/g/local/apis/orders/policy' },
  { route: policy, state: 'limit put in', path: '/g/local/apis/claude/policy', act: limit },
  {
    route: policy,
    state: 'refused',
    path: '/g/local/apis/openai/policy',
    act: async (page) => {
      await page.getByLabel('Policy', { exact: true }).fill('<policies><inbound><no-such /></inbound></policies>');
      await sendAsIs('Apply to local')(page);
    },
    expectProblem: [/status of 422/],
  },
  {
    route: policy,
    state: 'conflict',
    path: '/g/local/apis/openai/policy',
    act: post({ do: 'save', etag: '"stale"', document: '<policies>\n\t<inbound />\n</policies>' }),
    expectProblem: [/status of 409/],
  },
  { route: policy, state: 'missing', path: '/g/local/apis/none/policy', expectProblem: [/status of 404/] },
  { route: policy, state: 'error', path: '/g/failing/apis/any/policy', ...failed },
  { route: wizard, state: 'filled', path: '/g/local/new-llm-api' },
  { route: wizard, state: 'refused', path: '/g/local/new-llm-api', act: sendAsIs('Create in local'), expectProblem: [/status of 422/] },
  { route: wizard, state: 'path taken', path: '/g/local/new-llm-api', act: takenPath, expectProblem: [/status of 422/] },
  { route: wizard, state: 'error', path: '/g/failing/new-llm-api', ...failed },
];
