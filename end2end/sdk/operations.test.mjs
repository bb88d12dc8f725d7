// The life of an operation, seen by @azure/arm-apimanagement.

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

const at = [...scope, 'orders'];
const contract = (urlTemplate, ...parameters) => ({
  displayName: 'Note',
  method: 'PUT',
  urlTemplate,
  templateParameters: parameters.map((name) => ({ name, type: 'string', required: true })),
});

test('create, read, update, delete', async () => {
  const name = 'js-note';
  const created = await client.apiOperation.createOrUpdate(...at, name, contract('/js-notes/{id}', 'id'));
  assert.deepEqual([created.name, created.method, created.urlTemplate], [name, 'PUT', '/js-notes/{id}']);
  assert.equal((await client.apiOperation.getEntityTag(...at, name)).eTag, created.eTag);
  const updated = await client.apiOperation.update(...at, name, created.eTag, { description: 'Keeps a note' });
  assert.equal(updated.description, 'Keeps a note');
  await assert.rejects(client.apiOperation.update(...at, name, created.eTag, { displayName: 'x' }), stale);
  assert.ok((await names(client.apiOperation.listByApi(...at, { filter: "method eq 'PUT'" }))).includes(name));
  await client.apiOperation.delete(...at, name, '*');
  await assert.rejects(client.apiOperation.get(...at, name), gone);
});

test('a parameter must be declared', async () => {
  await assert.rejects(client.apiOperation.createOrUpdate(...at, 'js-x', contract('/x/{y}')), invalid);
});
