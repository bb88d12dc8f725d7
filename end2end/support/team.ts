// A console for a team: people sign in at a provider, and have roles. The `test` of the specs about that.

import { randomBytes } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import type { BrowserContext, Page } from '@playwright/test';

import { Arm } from './arm.ts';
import { signInByHand } from './by-hand.ts';
import { RunningConsole, type RunningEmulator, startEmulator } from './console.ts';
import { expect, test as base } from './fixture.ts';
import { freePorts } from './ports.ts';
import { client, TestProvider } from './provider.ts';

export { axe, expect, hydrated, open, picture } from './fixture.ts';

export interface Team {
  console: RunningConsole;
  emulator: RunningEmulator;
  /** The emulator behind both of the gateways, `near` and `inner`; only `lead` may see `inner`. */
  arm: Arm;
  provider: TestProvider;
  /** The cookie of an administrator's session that no test touches: it reads the audit. */
  auditor: string;
}

const people = {
  admin: { name: 'Ada Admin', roles: ['platform'] },
  lead: { name: 'Lee Lead', roles: ['platform', 'inner-team'] },
  operator: { name: 'Otto Operator', roles: ['ml', 'something-else'] },
  viewer: { name: 'Vera Viewer', roles: ['staff'] },
  nobody: { name: 'Nobody Known', roles: ['guests'] },
  auditor: { name: 'Aud Itor', roles: ['platform'] },
};

function introduce(provider: TestProvider): void {
  provider.people.clear();
  for (const [name, person] of Object.entries(people)) provider.people.set(name, { ...person });
}

interface TeamOptions {
  /** Where the console listens, when that must be known before. */
  port?: number;
  /** Further sections of its configuration. */
  more?: (emulator: RunningEmulator) => string;
}

export async function startTeam(options: TeamOptions = {}): Promise<Team> {
  const port = options.port ?? (await freePorts(1))[0];
  const listen = `127.0.0.1:${port}`;
  const [emulator, provider] = await Promise.all([startEmulator(), TestProvider.start(`http://${listen}`)]);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'team-'));
  const keys = path.join(folder, 'keys');
  await writeFile(keys, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  const file = path.join(folder, 'console.toml');
  await writeFile(file, configuration({ listen, keys, issuer: provider.issuer, emulator }) + (options.more?.(emulator) ?? ''));
  const console = await RunningConsole.start({ listen, args: ['--config', file, '--no-emulator'] });
  console.alsoRemove(folder);
  introduce(provider);
  const auditor = await signInByHand(console.url, 'auditor');
  return { console, emulator, arm: new Arm(emulator.arm), provider, auditor };
}

interface Settings {
  listen: string;
  keys: string;
  issuer: string;
  emulator: RunningEmulator;
}

function configuration({ listen, keys, issuer, emulator }: Settings): string {
  const gateway = (name: string) => `
[[gateway]]
name = "${name}"
subscription_id = "00000000-0000-0000-0000-000000000001"
resource_group = "local"
service = "local-apim"
arm_url = "${emulator.arm}"
gateway_url = "${emulator.gateway}"
credential = "emulator"
`;
  return `
public_url = "http://${listen}"
secret_key_file = ${JSON.stringify(keys)}

[auth]
mode = "oidc"
contact = "the platform team"

[oidc]
issuer = "${issuer}"
client_id = "${client.id}"
client_secret = "${client.secret}"
admins = ["platform"]
operators = ["ml"]
viewers = ["staff"]
${gateway('near')}${gateway('inner')}admins = ["inner-team"]
`;
}

export const test = base.extend<{ honest: void }, { team: Team }>({
  team: [
    async ({}, use) => {
      const team = await startTeam();
      await use(team);
      await team.console.close();
      await Promise.all([team.emulator.close(), team.provider.close()]);
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  // The team's console is this worker's.
  server: [async ({ team }, use) => use(team.console), { scope: 'worker' }],

  // Whatever a test did to the provider does not last.
  honest: [
    async ({ team: { provider } }, use) => {
      provider.fault = undefined;
      provider.isHolding = false;
      introduce(provider);
      await provider.open();
      await use();
    },
    { auto: true },
  ],
});

/** At the provider's own page. */
export async function typeName(page: Page, name: string): Promise<void> {
  await page.getByLabel('Username').fill(name);
  await page.getByRole('button', { name: 'Continue' }).click();
}

/** Opens the page, is sent to the provider, and comes back to it. */
export async function signIn(page: Page, name: string, at = '/me'): Promise<void> {
  await page.goto(at);
  await typeName(page, name);
  await expect(page).toHaveURL((url) => url.pathname + url.search === at);
}

/** The session's cookie, for requests without a browser. */
export async function cookieOf(context: BrowserContext): Promise<string> {
  const cookie = (await context.cookies()).find((cookie) => cookie.name === '__Host-session');
  expect(cookie, 'a session').toBeDefined();
  return `__Host-session=${cookie?.value}`;
}

/** A call of the API as a script makes it, with a session's cookie or a token. */
export function call(team: Team, path: string, body: unknown, headers: Record<string, string>): Promise<Response> {
  const all = { 'content-type': 'application/json', accept: 'application/json', ...headers };
  return fetch(team.console.url + path, { method: 'POST', headers: all, body: JSON.stringify(body), redirect: 'manual' });
}

/** A page as a browser asks for it, without following where it leads. */
export function get(team: Team, path: string, headers: Record<string, string>): Promise<Response> {
  return fetch(team.console.url + path, { headers: { accept: 'text/html', ...headers }, redirect: 'manual' });
}

/** The list of backends: what anyone with a role may read. */
export const listBackends = (team: Team, headers: Record<string, string>, gateway = 'near') =>
  call(team, '/api/backends/list', { gateway, query: {} }, headers);

/** One entry of the audit. */
export interface Entry {
  id: string;
  actor_name: string;
  target: { name: string };
  outcome: string;
  note: string;
}

/** The audit's newest entries, of one operation or of all, newest first. */
export async function entries(team: Team, operation = ''): Promise<Entry[]> {
  const ask = () => call(team, '/api/audit/list', { query: { operation } }, { cookie: team.auditor });
  let answer = await ask();
  if (answer.status === 401) {
    // What is wrong with the provider is the test's affair, not the auditor's.
    const { fault } = team.provider;
    team.provider.fault = undefined;
    team.auditor = await signInByHand(team.console.url, 'auditor');
    team.provider.fault = fault;
    answer = await ask();
  }
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { entries: Entry[] }).entries;
}

/** What the newest entry of this operation says: who, and what. */
export async function audited(team: Team, operation: string): Promise<string> {
  const [newest] = await entries(team, operation);
  return newest ? `${newest.actor_name}: ${newest.target.name}: ${newest.outcome}: ${newest.note}` : '';
}
