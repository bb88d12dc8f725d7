// The life of a diagnostic at both scopes, seen by @azure/arm-apimanagement.

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

const contract = { loggerId: '/loggers/appinsights', alwaysLog: 'allErrors', sampling: { samplingType: 'fixed', percentage: 50 } };

for (const api of [[], ['claude']]) {
  test(`create, read, update, delete ${api.length ? 'of an API' : 'of the service'}`, async () => {
    const diagnostics = api.length ? client.apiDiagnostic : client.diagnostic;
    const at = [...scope, ...api, 'local'];
    const created = await diagnostics.createOrUpdate(...at, contract);
    assert.deepEqual([created.name, created.sampling.percentage], ['local', 50]);
    assert.equal((await diagnostics.getEntityTag(...at)).eTag, created.eTag);
    const updated = await diagnostics.update(...at, created.eTag, { loggerId: contract.loggerId, verbosity: 'error' });
    assert.deepEqual([updated.verbosity, updated.alwaysLog], ['error', 'allErrors']);
    assert.deepEqual(await names(diagnostics.listByService(...scope, ...api, { filter: "name eq 'local'" })), ['local']);
    await assert.rejects(diagnostics.delete(...at, created.eTag), stale);
    await diagnostics.delete(...at, '*');
    await assert.rejects(diagnostics.get(...at), gone);
  });
}

test('a logger must exist', async () => {
  await assert.rejects(client.diagnostic.createOrUpdate(...scope, 'local', { loggerId: '/loggers/none' }), invalid);
});
