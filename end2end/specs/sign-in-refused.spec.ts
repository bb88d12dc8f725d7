// Sign-ins that must not succeed: spoiled by what comes back, by whom it comes back to, or because nobody answers.

import type { Page } from '@playwright/test';

import type { Fault } from '../support/provider.ts';
import { audited, cookieOf, expect, get, hydrated, listBackends, signIn, type Team, test, typeName } from '../support/team.ts';

/** The page that says why; nobody is let in. */
async function isRefused(page: Page, team: Team, code: string, words: RegExp): Promise<void> {
  const alert = page.getByRole('alert');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign-in failed');
  await expect(alert).toContainText(words);
  await expect(alert).toContainText(`Reason: ${code}`);
  // The id that it names is the one in the log.
  const id = /[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/.exec(await alert.innerText())?.[0] ?? 'none';
  expect(team.console.logs()).toContain(id);
  expect((await listBackends(team, { cookie: await cookieOf(page.context()) })).status).toBe(401);
  expect(await audited(team, 'Session_Refuse')).toContain(code);
}

/** Begins to sign in, and gives the address that the provider sends the browser back to without going there. */
async function callbackOf(page: Page, team: Team, name: string): Promise<string> {
  team.provider.isHolding = true;
  await page.goto('/me');
  await typeName(page, name);
  const address = await page.getByRole('link', { name: 'Back' }).getAttribute('href');
  team.provider.isHolding = false;
  return address ?? '';
}

const spoiled: [Fault, RegExp][] = [
  ['wrong nonce', /nonce/i],
  ['wrong audience', /audience/i],
  ['expired', /expired/i],
  ['issued long ago', /too long ago/i],
  ['not valid yet', /not valid yet/i],
  ['other issuer', /issuer/i],
  ['key of somebody else', /signature/i],
  ['signed with the client secret', /signature|algorithm|alg/i],
  ['unsigned', /signature|algorithm|signed/i],
];

for (const [fault, words] of spoiled) {
  test(`a token with this wrong: ${fault}`, async ({ page, team, expectProblem }) => {
    expectProblem(/status of 401/);
    team.provider.fault = fault;
    await page.goto('/g/near/backends');
    await typeName(page, 'admin');
    await isRefused(page, team, 'token', words);
    // And the next one, honest again, counts.
    team.provider.fault = undefined;
    await page.getByRole('link', { name: 'Sign in again' }).click();
    await expect(page).toHaveURL(/\/g\/near\/backends$/);
  });
}

test('an answer without an id token', async ({ page, team, expectProblem }) => {
  expectProblem(/status of 401/);
  team.provider.fault = 'no id token';
  await page.goto('/me');
  await typeName(page, 'admin');
  await isRefused(page, team, 'no_id_token', /no id token/);
});

test('a state that nobody gave', async ({ page, team, expectProblem }) => {
  expectProblem(/status of 400/);
  const address = new URL(await callbackOf(page, team, 'admin'));
  address.searchParams.set('state', 'made-up');
  await page.goto(address.href);
  await isRefused(page, team, 'state', /Begin again/);
});

test('an answer that names another issuer', async ({ page, team, expectProblem }) => {
  expectProblem(/status of 400/);
  const address = new URL(await callbackOf(page, team, 'admin'));
  expect(address.searchParams.get('iss')).toBe(team.provider.issuer);
  address.searchParams.set('iss', 'https://mixed-up.example');
  await page.goto(address.href);
  await isRefused(page, team, 'issuer', /mixed-up\.example/);
});

test('an answer used twice', async ({ page, team, expectProblem }) => {
  expectProblem(/status of 400/);
  const address = await callbackOf(page, team, 'admin');
  await page.goto(address);
  await expect(page).toHaveURL(/\/me$/);
  const cookie = await cookieOf(page.context());
  await page.goto(address);
  await expect(page.getByRole('alert')).toContainText('used already');
  // Whoever is signed in stays so.
  expect((await listBackends(team, { cookie })).status).toBe(200);
});

test('an answer that is brought to another browser', async ({ page, browser, team }) => {
  const address = await callbackOf(page, team, 'admin');
  const other = await browser.newContext({ baseURL: team.console.url });
  const stranger = await other.newPage();
  expect((await stranger.goto(address))?.status()).toBe(400);
  await isRefusedFor(stranger, team);
  // Also to one that began to sign in itself.
  await stranger.goto('/me');
  expect((await stranger.goto(address))?.status()).toBe(400);
  await isRefusedFor(stranger, team);
  await other.close();
});

async function isRefusedFor(page: Page, team: Team): Promise<void> {
  await expect(page.getByRole('alert')).toContainText('not begun in this browser');
  const cookies = await page.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  expect((await listBackends(team, { cookie })).status).toBe(401);
}

test("somebody's code in one's own answer", async ({ page, browser, team }) => {
  const stolen = new URL(await callbackOf(page, team, 'admin')).searchParams.get('code') ?? '';
  const other = await browser.newContext({ baseURL: team.console.url });
  const thief = await other.newPage();
  const own = new URL(await callbackOf(thief, team, 'viewer'));
  own.searchParams.set('code', stolen);
  expect((await thief.goto(own.href))?.status()).toBe(401);
  await isRefused(thief, team, 'code', /did not accept the sign-in's code/);
  await other.close();
});

test('the person says no at the provider', async ({ page, team, expectProblem }) => {
  expectProblem(/status of 403/);
  await page.goto('/me');
  await page.getByRole('button', { name: 'Deny' }).click();
  await isRefused(page, team, 'provider_error', /did not let you in\. Not today/);
});

test('two tabs sign in at the same time', async ({ page, context }) => {
  const second = await context.newPage();
  await page.goto('/me');
  await second.goto('/g/near/backends');
  await typeName(page, 'viewer');
  await expect(page).toHaveURL(/\/me$/);
  await typeName(second, 'viewer');
  await expect(second).toHaveURL(/\/g\/near\/backends$/);
});

test('keys that were replaced are found at once', async ({ page, team }) => {
  await signIn(page, 'viewer');
  await team.provider.rotate();
  await page.goto('/auth/login?silent=1&return_to=/g/near/backends');
  await expect(page).toHaveURL(/\/g\/near\/backends$/);
  await expect(page.getByRole('table')).toContainText('aoai-pool');
});

test('the provider goes away while someone signs in', async ({ page, team, expectProblem }) => {
  expectProblem(/response 503/, /status of 503/);
  team.provider.fault = 'no answer';
  await page.goto('/g/near/products');
  await typeName(page, 'viewer');
  await isRefused(page, team, 'provider_unavailable', /does not answer\. Nothing is wrong with your account/);
  team.provider.fault = undefined;
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await expect(page).toHaveURL(/\/g\/near\/products$/);
});

test('a provider that is down: a page that says so, and works once it is back', async ({ page, team, expectProblem }) => {
  expectProblem(/response 503/, /status of 503/);
  await team.provider.close();
  await team.console.restart();
  await page.goto('/g/near/backends?text=aoai');
  await hydrated(page);
  await expect(page.getByRole('alert')).toContainText(`${team.provider.issuer} does not answer`);
  expect((await get(team, '/healthz', {})).status).toBe(200);
  await team.provider.open();
  await page.getByRole('link', { name: 'Sign in again' }).click();
  await typeName(page, 'viewer');
  await expect(page).toHaveURL(/\/g\/near\/backends\?text=aoai$/);
});
