// The life of a product and of the APIs in it, seen by @azure/arm-apimanagement.

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

test('create, read, update, delete', async () => {
  const name = 'js-product';
  const created = await client.product.createOrUpdate(...scope, name, { displayName: 'Team' });
  assert.deepEqual([created.state, created.subscriptionRequired], ['notPublished', true]);
  assert.equal((await client.product.getEntityTag(...scope, name)).eTag, created.eTag);
  const updated = await client.product.update(...scope, name, created.eTag, { state: 'published' });
  assert.deepEqual([updated.displayName, updated.state], ['Team', 'published']);
  await assert.rejects(client.product.delete(...scope, name, created.eTag), stale);
  assert.ok((await names(client.product.listByService(...scope, { filter: "state eq 'published'" }))).includes(name));
  await client.subscription.createOrUpdate(...scope, 'js-of-product', { scope: `/products/${name}`, displayName: 'One' });
  await assert.rejects(client.product.delete(...scope, name, '*'), invalid);
  await client.product.delete(...scope, name, '*', { deleteSubscriptions: true });
  await assert.rejects(client.product.get(...scope, name), gone);
  await assert.rejects(client.subscription.get(...scope, 'js-of-product'), gone);
});

test('APIs in a product, under both addresses', async () => {
  const at = [...scope, 'mcp-tools'];
  const added = await client.productApi.createOrUpdate(...at, 'orders');
  assert.deepEqual([added.name, added.path], ['orders', 'orders']);
  assert.equal((await client.productApi.checkEntityExists(...at, 'orders')).body, true);
  assert.ok((await names(client.productApi.listByProduct(...at))).includes('orders'));
  await client.productApiLink.delete(...at, 'orders');
  assert.ok(!(await names(client.productApi.listByProduct(...at))).includes('orders'));
  const linked = await client.productApiLink.createOrUpdate(...at, 'js-link', { apiId: '/apis/orders' });
  assert.match(linked.apiId, /\/apis\/orders$/);
  await client.productApi.delete(...at, 'orders');
  await assert.rejects(client.productApiLink.get(...at, 'js-link'), gone);
});
