// The emulator's Resource Manager as somebody else uses it: changes behind the console's back, faults, its change log.

import { expect } from '@playwright/test';

const service = '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/local/providers/Microsoft.ApiManagement/service/local-apim';

/** What a fault does to a matching request; see the emulator's switches. */
export interface Rule {
  method?: string;
  path_contains?: string;
  times?: number;
  do:
    | { hold: { when: 'before' | 'after' } }
    | { drop: { when: 'before' | 'after' } }
    | { delay_ms: number }
    | { answer: { status: number; code: string; message: string; retry_after_s?: number } };
}

/** One line of the emulator's change log. */
export interface LoggedChange {
  method: string;
  path: string;
  status: number;
  applied: boolean;
}

export interface Stored {
  etag: string;
  properties: Record<string, unknown>;
}

/** Resources are named by their path below the service (`/products/ai`); a bare name is a backend's. */
export class Arm {
  constructor(private readonly origin: string) {}

  /** The resource as it is stored, or `undefined`. */
  async find(name: string): Promise<Stored | undefined> {
    const answer = await this.call('GET', name);
    if (answer.status === 404) return undefined;
    expect(answer.status, `GET ${name}`).toBe(200);
    const { properties } = (await answer.json()) as { properties: Record<string, unknown> };
    return { etag: answer.headers.get('etag') ?? '', properties };
  }

  /** Creates or replaces, whatever is there. */
  async put(name: string, properties: Record<string, unknown>): Promise<void> {
    const answer = await this.call('PUT', name, { properties });
    expect([200, 201, 202], `PUT ${name}: ${await answer.text()}`).toContain(answer.status);
  }

  /** Changes some properties only. */
  async patch(name: string, properties: Record<string, unknown>): Promise<void> {
    const answer = await this.call('PATCH', name, { properties });
    expect([200, 202], `PATCH ${name}: ${await answer.text()}`).toContain(answer.status);
  }

  async delete(name: string): Promise<void> {
    const answer = await this.call('DELETE', name);
    expect([200, 202, 204], `DELETE ${name}: ${await answer.text()}`).toContain(answer.status);
  }

  /** The keys of a subscription. */
  async keys(subscription: string): Promise<{ primaryKey: string; secondaryKey: string }> {
    const answer = await this.call('POST', `/subscriptions/${subscription}/listSecrets`);
    expect(answer.status, `listSecrets of ${subscription}`).toBe(200);
    return (await answer.json()) as { primaryKey: string; secondaryKey: string };
  }

  /** What a secret named value holds. */
  async namedValue(name: string): Promise<string> {
    const answer = await this.call('POST', `/namedValues/${name}/listValue`);
    expect(answer.status, `listValue of ${name}`).toBe(200);
    return ((await answer.json()) as { value: string }).value;
  }

  /** Replaces the faults; requests held by the former ones go on. */
  async fault(...rules: Rule[]): Promise<void> {
    const answer = await fetch(`${this.origin}/emulator/switches`, { method: 'PUT', body: JSON.stringify(rules) });
    expect(answer.status, await answer.text()).toBe(200);
  }

  /** Takes the faults back. */
  async heal(): Promise<void> {
    expect((await fetch(`${this.origin}/emulator/switches`, { method: 'DELETE' })).status).toBe(204);
  }

  /** Waits until exactly so many requests are held. */
  async untilHeld(count: number): Promise<void> {
    const held = async () => ((await (await fetch(`${this.origin}/emulator/switches`)).json()) as { held: number }).held;
    await expect.poll(held, { message: 'held requests' }).toBe(count);
  }

  /** The writes that it saw, oldest first. */
  async log(): Promise<LoggedChange[]> {
    return (await (await fetch(`${this.origin}/emulator/log`)).json()) as LoggedChange[];
  }

  private call(method: string, name: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { authorization: 'Bearer somebody-else', 'content-type': 'application/json' };
    if (method !== 'GET') headers['if-match'] = '*';
    const path = name.startsWith('/') ? name : `/backends/${encodeURIComponent(name)}`;
    const url = `${this.origin}${service}${path}?api-version=2025-09-01-preview`;
    return fetch(url, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  }
}
