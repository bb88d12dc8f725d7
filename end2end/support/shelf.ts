// Where the provider keeps sessions, grants and codes: outside of one instance of it, so that people stay signed in there
// when its keys or claims change.

import type { Adapter, AdapterPayload } from 'oidc-provider';

export class Shelf {
  private readonly items = new Map<string, AdapterPayload>();

  /** For the provider's configuration: a view of one kind of things. */
  readonly of = (kind: string): Adapter => {
    const { items } = this;
    const key = (id: string) => `${kind}:${id}`;
    const find = (isWanted: (payload: AdapterPayload) => boolean) =>
      [...items].find(([name, payload]) => name.startsWith(`${kind}:`) && isWanted(payload))?.[1];
    return {
      upsert: async (id, payload) => void items.set(key(id), payload),
      find: async (id) => items.get(key(id)),
      findByUid: async (uid) => find((payload) => payload.uid === uid),
      findByUserCode: async (code) => find((payload) => payload.userCode === code),
      destroy: async (id) => void items.delete(key(id)),
      revokeByGrantId: async (grant) => {
        for (const [name, payload] of items) if (payload.grantId === grant) items.delete(name);
      },
      consume: async (id) => {
        const payload = items.get(key(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
    };
  };
}
