// Starts the product: a console with its embedded emulator, or the emulator alone. Own ports, own data folder.

import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { freePorts, isListening } from './ports.ts';
import { Run } from './process.ts';

export interface ConsoleOptions {
  /** Further arguments of `serve`, for instance `['--config', file]`. */
  args?: string[];
  /** Environment variables, for instance `{ CONSOLE_AUTH_MODE: 'local' }`. */
  env?: Record<string, string>;
}

export class RunningConsole {
  private run?: Run;
  private earlier = '';

  private constructor(
    /** Where a browser goes: `http://127.0.0.1:PORT`. */
    readonly url: string,
    /** The embedded emulator's ARM origin. */
    readonly arm: string,
    /** The embedded emulator's gateway origin. */
    readonly gateway: string,
    readonly dataDir: string,
    private readonly folder: string,
    private readonly args: string[],
    private readonly env: Record<string, string>,
  ) {}

  static async start(options: ConsoleOptions = {}): Promise<RunningConsole> {
    const [web, arm, gateway] = (await freePorts(3)).map((port) => `127.0.0.1:${port}`);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'console-'));
    const dataDir = path.join(folder, 'data');
    const args = ['serve', '--listen', web, '--data-dir', dataDir, '--emulator-arm-listen', arm, '--emulator-gateway-listen', gateway];
    const started = new RunningConsole(`http://${web}`, `http://${arm}`, `http://${gateway}`, dataDir, folder, [...args, ...(options.args ?? [])], options.env ?? {});
    try {
      await started.start();
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    return started;
  }

  /** Starts it again on the same ports and data, after `kill`. */
  async start(): Promise<void> {
    this.earlier += this.run?.logs() ?? '';
    this.run = new Run(this.args, this.folder, this.env);
    await this.run.until('answering /healthz', async () => {
      try {
        return (await fetch(`${this.url}/healthz`, { signal: AbortSignal.timeout(2_000) })).ok;
      } catch {
        return false;
      }
    });
  }

  /** Ends the process as a crash (`SIGKILL`) or politely (`SIGTERM`); the data stays. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    await this.run?.stop(signal);
  }

  /** Politely down and up again, same ports, same data. */
  async restart(): Promise<void> {
    await this.kill('SIGTERM');
    await this.start();
  }

  /** All output of all its runs. */
  logs(): string {
    return this.earlier + (this.run?.logs() ?? '');
  }

  /** Ends it and removes its folder. */
  async close(): Promise<void> {
    try {
      if (this.run && !this.run.hasEnded) await this.run.stop('SIGTERM');
    } finally {
      await rm(this.folder, { recursive: true, force: true });
    }
  }
}

export interface RunningEmulator {
  arm: string;
  gateway: string;
  logs(): string;
  close(): Promise<void>;
}

/** The emulator as a process of its own. */
export async function startEmulator(options: { seed?: 'demo' | 'empty'; args?: string[] } = {}): Promise<RunningEmulator> {
  const [arm, gateway] = await freePorts(2);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'emulator-'));
  const listen = ['--arm-listen', `127.0.0.1:${arm}`, '--gateway-listen', `127.0.0.1:${gateway}`];
  const run = new Run(['emulator', ...listen, '--seed', options.seed ?? 'demo', ...(options.args ?? [])], folder);
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
  return { arm: `http://127.0.0.1:${arm}`, gateway: `http://127.0.0.1:${gateway}`, logs: () => run.logs(), close };
}
