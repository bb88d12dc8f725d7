// A team whose gateway `mine` is called as the person, and where they connect. The `test` of the specs about that.

import type { Page } from '@playwright/test';

import { app, Directory } from './directory.ts';
import { freePorts } from './ports.ts';
import { expect, signIn, startTeam, test as base } from './team.ts';

export const test = base.extend<object, { directory: Directory }>({
  directory: [
    async ({ team }, use) => {
      const { directory } = team as typeof team & { directory: Directory };
      await use(directory);
    },
    { scope: 'worker' },
  ],
  team: [
    async ({}, use) => {
      const [port] = await freePorts(1);
      const directory = await Directory.start(`http://127.0.0.1:${port}`);
      const team = await startTeam({
        port,
        more: (emulator) => `
[azure]
tenant = "${app.tenant}"
client_id = "${app.id}"
client_secret = "${app.secret}"
authority = "${directory.url}"

[[gateway]]
name = "mine"
subscription_id = "00000000-0000-0000-0000-000000000001"
resource_group = "local"
service = "local-apim"
arm_url = "${emulator.arm}"
gateway_url = "${emulator.gateway}"
credential = "user"
`,
      });
      await use(Object.assign(team, { directory }));
      await team.console.close();
      await Promise.all([team.emulator.close(), team.provider.close(), directory.close()]);
    },
    { scope: 'worker', timeout: 60_000 },
  ],
});

export const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const connect = (page: Page) => page.getByRole('link', { name: 'Connect to Azure as yourself' });

/** A page of the gateway, as this person, who has not connected yet. */
export async function arrive(page: Page, name: string): Promise<void> {
  await signIn(page, name, '/g/mine/backends');
  await expect(page.getByRole('alert')).toContainText('Azure is called as you here');
}

/** From there to Azure's page. */
export async function goOn(page: Page): Promise<void> {
  await connect(page).click();
  await expect(heading(page)).toHaveText('Azure');
}

/** From a page of the gateway to Azure's, as this person. */
export async function begin(page: Page, name: string): Promise<void> {
  await arrive(page, name);
  await goOn(page);
}

/** At Azure's own page. */
export async function acceptAs(page: Page, account: string): Promise<void> {
  await page.getByLabel('Account').fill(account);
  await page.getByRole('button', { name: 'Accept' }).click();
}
