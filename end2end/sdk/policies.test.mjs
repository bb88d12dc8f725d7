// Policies of every scope and fragments, seen by @azure/arm-apimanagement.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { connect, gone, invalid, poll, scope, stale } from './arm.mjs';
import { startEmulator } from './emulator.mjs';

let emulator;
let client;

before(async () => {
  emulator = await startEmulator();
  client = connect(emulator);
});

after(() => emulator?.stop());

const value = '<policies><inbound><base/><set-variable name="n" value="@(1 < 2)" /></inbound></policies>';
const at = [...scope, 'orders', 'policy'];

test('the policy of an API', async () => {
  const created = await client.apiPolicy.createOrUpdate(...at, { format: 'rawxml', value });
  assert.equal(created.name, 'policy');
  assert.ok(created.value.includes('@(1 &lt; 2)'), 'an answer is escaped');
  const same = await client.apiPolicy.createOrUpdate(...at, { format: 'rawxml', value });
  assert.equal(same.eTag, created.eTag, 'the same policy again changes nothing');
  assert.equal((await client.apiPolicy.getEntityTag(...at)).eTag, created.eTag);
  const shown = await new Promise((resolve, reject) => {
    // The SDK does not read the body of a policy; the raw answer has it.
    client.apiPolicy.get(...at, { format: 'rawxml', onResponse: (raw) => resolve(JSON.parse(raw.bodyAsText)) }).catch(reject);
  });
  assert.ok(shown.properties.value.includes('value="@(1 < 2)"'));
  const { value: policies } = await client.apiPolicy.listByApi(...scope, 'orders');
  assert.deepEqual(policies.map((policy) => policy.name), ['policy']);
  await assert.rejects(client.apiPolicy.delete(...at, '"AAAAAAAAAAA="'), stale);
  await client.apiPolicy.delete(...at, '*');
  await assert.rejects(client.apiPolicy.getEntityTag(...at), (error) => error.statusCode === 404);
});

test('an error says where', async () => {
  const wrong = '<policies>\n\t<inbound>\n\t\t<set-backend-service backend-id="none" />\n\t</inbound>\n</policies>';
  await assert.rejects(client.apiPolicy.createOrUpdate(...at, { format: 'rawxml', value: wrong }), (error) => {
    assert.match(error.message + JSON.stringify(error.details), /on line 3, column 4: Backend with id 'none' could not be found\./);
    return invalid(error);
  });
});

test('fragments', async () => {
  const name = 'js-fragment';
  const body = { value: '<fragment><set-method>GET</set-method></fragment>', description: 'One', format: 'xml' };
  const created = await client.policyFragment.beginCreateOrUpdateAndWait(...scope, name, body, poll);
  assert.deepEqual([created.name, created.description], [name, 'One']);
  const including = `<policies><inbound><include-fragment fragment-id="${name}" /></inbound></policies>`;
  await client.apiPolicy.createOrUpdate(...at, { format: 'rawxml', value: including });
  await assert.rejects(client.policyFragment.delete(...scope, name, '*'), invalid);
  await client.apiPolicy.delete(...at, '*');
  await client.policyFragment.delete(...scope, name, '*');
  await assert.rejects(client.policyFragment.get(...scope, name), gone);
});
