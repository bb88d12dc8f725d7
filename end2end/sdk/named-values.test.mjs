// The life of a named value, seen by @azure/arm-apimanagement.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { connect, gone, invalid, names, poll, scope, stale } from './arm.mjs';
import { startEmulator } from './emulator.mjs';

let emulator;
let client;

before(async () => {
  emulator = await startEmulator();
  client = connect(emulator);
});

after(() => emulator?.stop());

test('create, read, update, delete', async () => {
  const name = 'js-secret';
  const body = { displayName: name, value: 'hunter2', secret: true, tags: ['js'] };
  const created = await client.namedValue.beginCreateOrUpdateAndWait(...scope, name, body, poll);
  assert.deepEqual([created.displayName, created.secret, created.value], [name, true, undefined]);
  assert.equal((await client.namedValue.listValue(...scope, name)).value, 'hunter2');
  await client.namedValue.beginUpdateAndWait(...scope, name, '*', { value: 'hunter3' }, poll);
  assert.equal((await client.namedValue.listValue(...scope, name)).value, 'hunter3');
  await assert.rejects(client.namedValue.delete(...scope, name, '"AAAAAAAAAAA="'), stale);
  assert.deepEqual(await names(client.namedValue.listByService(...scope, { filter: `displayName eq '${name}'` })), [name]);
  await client.namedValue.delete(...scope, name, '*');
  await assert.rejects(client.namedValue.get(...scope, name), gone);
});

test('a key vault secret is fetched and refreshed', async () => {
  const name = 'js-vault';
  const keyVault = { secretIdentifier: 'https://js.vault.azure.net/secrets/one' };
  const created = await client.namedValue.beginCreateOrUpdateAndWait(...scope, name, { displayName: name, keyVault, secret: true }, poll);
  assert.equal(created.keyVault.lastStatus.code, 'Success');
  const refreshed = await client.namedValue.beginRefreshSecretAndWait(...scope, name, poll);
  assert.equal(refreshed.name, name);
  await client.namedValue.delete(...scope, name, '*');
});

test('a named value in use stays', async () => {
  await assert.rejects(client.namedValue.delete(...scope, 'claude-key', '*'), invalid);
});
