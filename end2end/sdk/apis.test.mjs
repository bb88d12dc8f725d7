// The life of an API: plain, imported, revised, seen by @azure/arm-apimanagement.

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

const document = {
  openapi: '3.0.1',
  info: { title: 'Pets', version: '1' },
  servers: [{ url: 'https://pets.example.com' }],
  paths: { '/pets/{id}': { get: { operationId: 'getPet', responses: { 200: { description: 'A pet' } } } } },
};

const create = (name, body) => client.api.beginCreateOrUpdateAndWait(...scope, name, body, poll);
const remove = (name, options) => client.api.beginDeleteAndWait(...scope, name, '*', { ...poll, ...options });

test('create, read, update, delete', async () => {
  const name = 'js-api';
  const created = await create(name, { displayName: 'First', path: '/js-api', serviceUrl: 'https://one.example.com', protocols: ['https'] });
  assert.deepEqual([created.name, created.path, created.apiRevision], [name, 'js-api', '1']);
  const read = await client.api.get(...scope, name);
  assert.deepEqual([read.isCurrent, read.provisioningState], [true, 'Succeeded']);
  assert.equal((await client.api.getEntityTag(...scope, name)).eTag, read.eTag);
  const updated = await client.api.update(...scope, name, read.eTag, { displayName: 'Second' });
  assert.deepEqual([updated.displayName, updated.path], ['Second', 'js-api']);
  assert.notEqual(updated.eTag, read.eTag);
  await assert.rejects(client.api.update(...scope, name, read.eTag, { path: 'x' }), stale);
  assert.deepEqual(await names(client.api.listByService(...scope, { filter: "path eq 'js-api'" })), [name]);
  await remove(name);
  await assert.rejects(client.api.get(...scope, name), gone);
});

test('an import brings operations, and a link is refused', async () => {
  const name = 'js-pets';
  const created = await create(name, { path: 'js-pets', format: 'openapi+json', value: JSON.stringify(document) });
  assert.deepEqual([created.displayName, created.serviceUrl], ['Pets', 'https://pets.example.com']);
  assert.deepEqual(await names(client.apiOperation.listByApi(...scope, name)), ['getPet']);
  await remove(name);
  const link = { path: 'x', format: 'openapi-link', value: 'https://pets.example.com/openapi.json' };
  await assert.rejects(create('js-link', link), invalid);
});

test('a slow delete is waited for', async () => {
  const name = 'js-slow';
  await create(name, { displayName: 'Slow', path: 'js-slow' });
  const rules = [{ method: 'DELETE', path_contains: name, do: { slow_operation: { ms: 800 } } }];
  await fetch(`${emulator.arm}/emulator/switches`, { method: 'PUT', body: JSON.stringify(rules) });
  const poller = await client.api.beginDelete(...scope, name, '*', poll);
  assert.equal(poller.isDone(), false);
  await poller.pollUntilDone();
  await fetch(`${emulator.arm}/emulator/switches`, { method: 'DELETE' });
});

test('revisions', async () => {
  const name = 'js-revised';
  await create(name, { displayName: 'Revised', path: 'js-revised', serviceUrl: 'https://one.example.com' });
  const second = `${name};rev=2`;
  const created = await create(second, { path: 'js-revised', sourceApiId: `/apis/${name}`, serviceUrl: 'https://two.example.com' });
  assert.deepEqual([created.name, created.isCurrent], [second, false]);
  assert.equal((await client.api.get(...scope, `${name};rev=1`)).name, name);
  await client.api.update(...scope, second, '*', { isCurrent: true });
  assert.equal((await client.api.get(...scope, name)).serviceUrl, 'https://two.example.com');
  await assert.rejects(remove(name), invalid);
  await remove(name, { deleteRevisions: true });
  await assert.rejects(client.api.get(...scope, `${name};rev=1`), gone);
});
