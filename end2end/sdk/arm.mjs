// The official client, pointed at the emulator over loopback HTTP, and what the tests of single resources share.

import assert from 'node:assert/strict';

import { ApiManagementClient } from '@azure/arm-apimanagement';
import { bearerTokenAuthenticationPolicyName } from '@azure/core-rest-pipeline';

export const scope = ['local', 'local-apim'];

/** How long-running operations are asked after. */
export const poll = { updateIntervalInMs: 100 };

export function connect(emulator) {
  const credential = { getToken: async () => ({ token: 'end2end', expiresOnTimestamp: Date.now() + 3_600_000 }) };
  const client = new ApiManagementClient(credential, '00000000-0000-0000-0000-000000000001', {
    endpoint: emulator.arm,
    allowInsecureConnection: true,
    retryOptions: { maxRetries: 0 },
  });
  // The SDK's own policy refuses to send a token over http; the emulator listens on loopback only.
  client.pipeline.removePolicy({ name: bearerTokenAuthenticationPolicyName });
  client.pipeline.addPolicy({
    name: 'bearerOverHttp',
    sendRequest: (request, next) => {
      request.headers.set('Authorization', 'Bearer end2end');
      return next(request);
    },
  });
  return client;
}

export const refusedWith = (status, code) => (error) => {
  assert.equal(error.statusCode, status);
  assert.equal(error.code, code);
  return true;
};

export const gone = refusedWith(404, 'ResourceNotFound');
export const stale = refusedWith(412, 'PreconditionFailed');
export const invalid = refusedWith(400, 'ValidationError');

export async function names(pages) {
  const found = [];
  for await (const item of pages) found.push(item.name);
  return found;
}
