// The life of a logger, seen by @azure/arm-apimanagement.

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
  const name = 'js-logger';
  const secret = 'Endpoint=sb://js.example.com/;SharedAccessKey=hidden';
  const created = await client.logger.createOrUpdate(...scope, name, {
    loggerType: 'azureEventHub',
    credentials: { name: 'usage', connectionString: secret },
  });
  const [, made] = /^\{\{(Logger-Credentials--.+)\}\}$/.exec(created.credentials.connectionString);
  assert.equal((await client.namedValue.listValue(...scope, made)).value, secret);
  assert.equal((await client.logger.getEntityTag(...scope, name)).eTag, created.eTag);
  const updated = await client.logger.update(...scope, name, created.eTag, { loggerType: 'azureEventHub', description: 'Usage' });
  assert.deepEqual(updated.credentials, created.credentials);
  assert.ok((await names(client.logger.listByService(...scope, { filter: "loggerType eq 'azureEventHub'" }))).includes(name));
  await assert.rejects(client.logger.delete(...scope, name, created.eTag), stale);
  await client.logger.delete(...scope, name, '*');
  await assert.rejects(client.logger.get(...scope, name), gone);
  await assert.rejects(client.namedValue.get(...scope, made), gone);
});

test('a logger in use stays', async () => {
  await assert.rejects(client.logger.delete(...scope, 'appinsights', '*'), invalid);
});
