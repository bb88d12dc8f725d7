// The life of a subscription and of its keys, seen by @azure/arm-apimanagement.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { connect, gone, invalid, names, scope, stale } from './arm.mjs';
import { startEmulator } from './emulator.mjs';

let emulator;
let client;

before(async () => {
  emulator = await startEmulator();
  client = connect(emulator);
});

after(() => emulator?.stop());

const ask = async (key) => {
  const answer = await fetch(`${emulator.gateway}/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21`, {
    method: 'POST',
    headers: { 'api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Name a colour.' }] }),
  });
  return answer.status;
};

test('create, read, update, delete', async () => {
  const name = 'js-subscription';
  const created = await client.subscription.createOrUpdate(...scope, name, { scope: '/products/ai-standard', displayName: 'Mine' });
  assert.match(created.primaryKey, /^[0-9a-f]{32}$/);
  assert.equal(created.state, 'active');
  const read = await client.subscription.get(...scope, name);
  assert.deepEqual([read.primaryKey, read.secondaryKey], [undefined, undefined], 'keys are told by listSecrets only');
  assert.equal((await client.subscription.getEntityTag(...scope, name)).eTag, created.eTag);
  assert.equal((await client.subscription.listSecrets(...scope, name)).primaryKey, created.primaryKey);
  assert.equal(await ask(created.primaryKey), 200);

  await client.subscription.regeneratePrimaryKey(...scope, name);
  assert.equal(await ask(created.primaryKey), 401);
  await client.subscription.regenerateSecondaryKey(...scope, name);
  const keys = await client.subscription.listSecrets(...scope, name);
  assert.notEqual(keys.secondaryKey, created.secondaryKey);
  assert.equal(await ask(keys.secondaryKey), 200);

  await assert.rejects(client.subscription.update(...scope, name, created.eTag, { state: 'suspended' }), stale);
  const updated = await client.subscription.update(...scope, name, '*', { state: 'suspended', stateComment: 'Late' });
  assert.deepEqual([updated.state, updated.stateComment], ['suspended', 'Late']);
  assert.equal(await ask(keys.secondaryKey), 401);
  assert.ok((await names(client.subscription.list(...scope, { filter: "state eq 'suspended'" }))).includes(name));
  await client.subscription.delete(...scope, name, '*');
  await assert.rejects(client.subscription.get(...scope, name), gone);
});

test('a scope must exist', async () => {
  await assert.rejects(client.subscription.createOrUpdate(...scope, 'js-x', { scope: '/products/none', displayName: 'x' }), invalid);
});
