// The resources of the common form: each collection with something in it, empty, failing, with its menu open, and its
// form refused and in conflict; and what single kinds have beside that.

import type { Page } from '@playwright/test';

import { expect } from './fixture.ts';
import { failed, openAll, openMenu, post, press, type Scene, sendAsIs } from './pages.ts';

const base = '/g/:gateway/:collection';

interface Collection {
  slug: string;
  /** One of the demo's. */
  name: string;
  /** What a stale form of it holds; without it the kind is not written. */
  stale?: Record<string, string>;
  /** No button deletes one. */
  isKept?: boolean;
}

const collections: Collection[] = [
  { slug: 'apis', name: 'azure-openai', stale: { displayName: 'Mine', path: 'openai', protocols: 'https' } },
  { slug: 'mcp-servers', name: 'orders-mcp', stale: { variant: 'rest', displayName: 'Mine', path: 'orders-mcp' } },
  { slug: 'diagnostics', name: 'applicationinsights', stale: { loggerId: 'appinsights', 'sampling.percentage': '7' }, isKept: true },
  { slug: 'loggers', name: 'usage-eventhub', stale: { variant: 'hubs', description: 'Mine', 'credentials.name': 'usage' } },
  { slug: 'named-values', name: 'standard-tokens-per-minute', stale: { variant: 'plain', displayName: 'standard-tokens-per-minute', value: 'Mine' } },
  { slug: 'fragments', name: 'token-metrics' },
  { slug: 'products', name: 'ai-premium', stale: { displayName: 'Mine', state: 'published' } },
  { slug: 'subscriptions', name: 'hr-assistant', stale: { displayName: 'Mine', scope: '/products/ai-premium', state: 'active' } },
];

function pagesOf({ slug, name, stale, isKept }: Collection): Scene[] {
  const list = `/g/local/${slug}`;
  const named = `${list}/${name}`;
  const scenes: Scene[] = [
    { route: base, state: `${slug} filled`, path: list },
    { route: base, state: `${slug} empty`, path: `/g/empty/${slug}`, on: 'bare' },
    { route: base, state: `${slug} error`, path: `/g/failing/${slug}`, ...failed },
    { route: base, state: `${slug} row menu open`, path: list, act: openMenu },
    { route: `${base}/:name`, state: `${slug} filled`, path: named, act: openAll },
  ];
  if (!stale) return scenes;
  const conflict = post({ do: 'save', name, etag: '"stale"', ...stale });
  scenes.push(
    { route: `${base}/new`, state: `${slug} refused`, path: `${list}/new`, act: sendAsIs('Create in local'), expectProblem: [/status of 422/] },
    { route: `${base}/:name/edit`, state: `${slug} filled`, path: `${named}/edit`, act: openAll },
    { route: `${base}/:name/edit`, state: `${slug} conflict`, path: `${named}/edit`, act: conflict, expectProblem: [/status of 409/] },
  );
  if (!isKept) scenes.push({ route: `${base}/:name/delete`, state: `${slug} question`, path: `${named}/delete` });
  return scenes;
}

const reveal = async (page: Page) => {
  await press('Show the primary key')(page);
  await expect(page.getByTestId('revealed-key')).toBeVisible();
};

/** Asks before what was typed is lost. */
const leave = async (page: Page) => {
  await page.getByLabel('Display name', { exact: true }).fill('Half done');
  await page.getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog', { name: 'Leave without applying?' })).toBeVisible();
};

export const resourcePages: Scene[] = [
  ...collections.flatMap(pagesOf),
  { route: base, state: 'no such collection', path: '/g/local/nonsense', expectProblem: [/status of 404/] },
  { route: base, state: 'nothing matches', path: '/g/local/products?text=zzz' },
  { route: base, state: 'filtered and sorted', path: '/g/local/subscriptions?show=attention&sort=state&order=desc' },
  ...['hubs', 'monitor'].map((variant) => ({ route: `${base}/new`, state: `logger ${variant}`, path: `/g/local/loggers/new?variant=${variant}`, act: openAll })),
  ...['secret', 'vault'].map((variant) => ({ route: `${base}/new`, state: `named value ${variant}`, path: `/g/local/named-values/new?variant=${variant}` })),
  { route: `${base}/new`, state: 'mcp server pass through', path: '/g/local/mcp-servers/new?variant=pass' },
  { route: `${base}/new`, state: 'asks before leaving', path: '/g/local/products/new', act: leave },
  { route: `${base}/new`, state: 'no new fragment', path: '/g/local/fragments/new', expectProblem: [/status of 404/] },
  { route: `${base}/:name`, state: 'done', path: '/g/local/products/ai-standard?done=updated&entry=x' },
  { route: `${base}/:name`, state: 'key shown', path: '/g/local/subscriptions/platform-ci', act: reveal },
  { route: `${base}/:name`, state: 'mcp pass through', path: '/g/local/mcp-servers/tickets-mcp', act: openAll },
  { route: `${base}/:name`, state: 'mcp tool chosen', path: '/g/local/mcp-servers/orders-mcp?api=orders' },
  { route: `${base}/:name`, state: 'vault value', path: '/g/local/named-values/claude-key' },
  { route: `${base}/:name`, state: 'missing', path: '/g/local/loggers/none', expectProblem: [/status of 404/] },
  { route: `${base}/:name`, state: 'error', path: '/g/failing/subscriptions/any', ...failed },
  { route: `${base}/:name/edit`, state: 'error', path: '/g/failing/products/any/edit', ...failed },
  { route: `${base}/:name/edit`, state: 'refused', path: '/g/local/subscriptions/demo/edit', act: async (page) => {
    await page.getByLabel('Opens', { exact: true }).fill('/nowhere');
    await sendAsIs('Apply to local')(page);
  }, expectProblem: [/status of 422/] },
  { route: `${base}/:name/delete`, state: 'held', path: '/g/local/named-values/claude-key/delete' },
  { route: `${base}/:name/delete`, state: 'error', path: '/g/failing/loggers/any/delete', ...failed },
];
