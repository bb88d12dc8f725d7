// The life of a backend, seen by @azure/arm-apimanagement.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { connect, refusedWith, scope } from './arm.mjs';
import { startEmulator } from './emulator.mjs';

const contract = (host, title) => ({ url: `https://${host}.example.com/openai`, protocol: 'http', title });

let emulator;
let backends;

before(async () => {
  emulator = await startEmulator();
  backends = connect(emulator).backend;
});

after(() => emulator?.stop());

test('create, read, update, delete', async () => {
  const name = 'js-lifecycle';
  const created = await backends.createOrUpdate(...scope, name, contract('one', 'First'));
  assert.equal(created.name, name);
  assert.match(created.eTag, /^".+"$/);

  const read = await backends.get(...scope, name);
  assert.deepEqual([read.url, read.protocol, read.title], ['https://one.example.com/openai', 'http', 'First']);
  assert.equal(read.eTag, created.eTag);
  assert.equal((await backends.getEntityTag(...scope, name)).eTag, created.eTag);

  const updated = await backends.update(...scope, name, created.eTag, { title: 'Second' });
  assert.deepEqual([updated.url, updated.title], ['https://one.example.com/openai', 'Second']);
  assert.notEqual(updated.eTag, created.eTag);

  const replaced = await backends.createOrUpdate(...scope, name, contract('two'), { ifMatch: '*' });
  assert.equal(replaced.url, 'https://two.example.com/openai');
  assert.ok(!replaced.title, 'a PUT replaces the whole resource');

  await backends.delete(...scope, name, '*');
  await assert.rejects(backends.get(...scope, name), refusedWith(404, 'ResourceNotFound'));
});

test('a stale ETag changes nothing', async () => {
  const name = 'js-stale';
  const { eTag: stale } = await backends.createOrUpdate(...scope, name, contract('one'));
  await backends.createOrUpdate(...scope, name, contract('two'));
  const refused = refusedWith(412, 'PreconditionFailed');
  await assert.rejects(backends.createOrUpdate(...scope, name, contract('three'), { ifMatch: stale }), refused);
  await assert.rejects(backends.update(...scope, name, stale, { title: 'late' }), refused);
  await assert.rejects(backends.delete(...scope, name, stale), refused);
  assert.equal((await backends.get(...scope, name)).url, 'https://two.example.com/openai');
  await backends.delete(...scope, name, '*');
});

test('list: pages and filter', async () => {
  const names = Array.from({ length: 105 }, (_, number) => `js-page-${String(number).padStart(3, '0')}`);
  for (const name of names) await backends.createOrUpdate(...scope, name, contract(name));
  const listed = [];
  let pages = 0;
  for await (const page of backends.listByService(...scope).byPage()) {
    pages += 1;
    listed.push(...page.map((item) => item.name));
  }
  assert.ok(pages > 1, 'more than 100 items do not fit on one page');
  assert.deepEqual(names.filter((name) => !listed.includes(name)), []);
  assert.equal(new Set(listed).size, listed.length, 'an item is on one page only');

  const { value: first } = await backends.listByService(...scope, { top: 2 }).byPage().next();
  assert.equal(first.length, 2);

  const filtered = [];
  for await (const item of backends.listByService(...scope, { filter: "startswith(name,'js-page-10')" })) filtered.push(item.name);
  assert.deepEqual(filtered.sort(), names.filter((name) => name.startsWith('js-page-10')));
  for (const name of names) await backends.delete(...scope, name, '*');
});

test('reconnect', async () => {
  const name = 'js-reconnect';
  await backends.createOrUpdate(...scope, name, contract('one'));
  await backends.reconnect(...scope, name, { parameters: { after: 'PT2M' } });
  await backends.reconnect(...scope, name);
  await backends.delete(...scope, name, '*');
  await assert.rejects(backends.reconnect(...scope, name), refusedWith(404, 'ResourceNotFound'));
});
