// Services in a state of one's choosing: empty, or holding what no client could have written.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { RunningConsole } from './console.ts';
import { freePorts, isListening } from './ports.ts';
import { Run } from './process.ts';

/** Where a service listens. */
export interface Service {
  arm: string;
  gateway: string;
  /** The console may look but not touch. */
  read_only?: boolean;
}

export interface RunningService extends Service {
  close(): Promise<void>;
}

/** A resource as the emulator's state file keeps it: no rule is applied to it. */
export interface StoredResource {
  path: string;
  properties: Record<string, unknown>;
}

/** An emulator that holds exactly these resources. */
export async function startEmulatorWith(resources: StoredResource[]): Promise<RunningService> {
  const [arm, gateway] = await freePorts(2);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'emulator-'));
  const file = path.join(folder, 'state.json');
  const versioned = resources.map((resource, index) => ({ ...resource, version: index + 1 }));
  await writeFile(file, JSON.stringify({ last_version: resources.length, resources: versioned }));
  const run = new Run(['emulator', '--arm-listen', `127.0.0.1:${arm}`, '--gateway-listen', `127.0.0.1:${gateway}`, '--state', file], folder);
  const close = async () => {
    if (!run.hasEnded) await run.stop('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await run.until('listening', async () => (await isListening(arm)) && (await isListening(gateway)));
  } catch (error) {
    await close();
    throw error;
  }
  return { arm: `http://127.0.0.1:${arm}`, gateway: `http://127.0.0.1:${gateway}`, close };
}

/** A console of its own with these services under their names; without any it has no gateway at all. */
export async function startConsoleWith(services: Record<string, Service>): Promise<RunningConsole> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'config-'));
  const file = path.join(folder, 'console.toml');
  const sections = Object.entries(services).map(([name, service]) => {
    const settings = {
      name,
      subscription_id: '00000000-0000-0000-0000-000000000001',
      resource_group: 'local',
      service: 'local-apim',
      arm_url: service.arm,
      gateway_url: service.gateway,
      credential: 'emulator',
      read_only: service.read_only ?? false,
    };
    return `[[gateway]]\n${Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}`).join('\n')}\n`;
  });
  await writeFile(file, sections.join('\n'));
  try {
    return await RunningConsole.start({ args: ['--config', file, '--no-emulator'] });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
