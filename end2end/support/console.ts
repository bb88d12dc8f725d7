// Starts the product: a console with its embedded emulator, or the emulator alone. Own ports, own data folder.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { Canary } from './canary.ts';
import { freePorts, isListening } from './ports.ts';
import { Run } from './process.ts';

export interface ConsoleOptions {
  /** Further arguments of `serve`, for instance `['--config', file]`. */
  args?: string[];
  /** Environment variables, for instance `{ CONSOLE_AUTH_MODE: 'local' }`. */
  env?: Record<string, string>;
  /** Where it listens, when that must be known before it starts: `127.0.0.1:PORT`. */
  listen?: string;
}

export class RunningConsole {
  private run?: Run;
  private earlier = '';
  private readonly folders: string[];
  /** Its secrets, when its own emulator holds some. */
  private canary?: Canary;

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
  ) {
    this.folders = [folder];
  }

  static async start(options: ConsoleOptions = {}): Promise<RunningConsole> {
    const [free, arm, gateway] = (await freePorts(3)).map((port) => `127.0.0.1:${port}`);
    const web = options.listen ?? free;
    const folder = await mkdtemp(path.join(os.tmpdir(), 'console-'));
    const dataDir = path.join(folder, 'data');
    const args = ['serve', '--listen', web, '--data-dir', dataDir, '--emulator-arm-listen', arm, '--emulator-gateway-listen', gateway];
    const started = new RunningConsole(`http://${web}`, `http://${arm}`, `http://${gateway}`, dataDir, folder, [...args, ...(options.args ?? [])], options.env ?? {});
    try {
      await started.start();
      if (!(options.args ?? []).includes('--config')) await started.seedCanary();
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
    return started;
  }

  private async seedCanary(): Promise<void> {
    this.canary = new Canary(this.url);
    await this.canary.seed(this.arm);
  }

  /** One text that this console or a browser at it gave out. */
  mustHoldNoSecret(where: string, text: string | Buffer): void {
    this.canary?.check(where, text);
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

  /** A folder that goes with it, such as that of its configuration. */
  alsoRemove(folder: string): void {
    this.folders.push(folder);
  }

  /** Ends it and removes its folders; before that, everything it wrote is searched for secrets. */
  async close(): Promise<void> {
    try {
      if (this.run && !this.run.hasEnded) {
        await this.canary?.prove();
        await this.canary?.searchFiles(this.dataDir);
        await this.run.stop('SIGTERM');
      }
      await this.canary?.searchFiles(this.dataDir);
      this.canary?.check('its log', this.logs());
      await this.canary?.report();
    } finally {
      for (const folder of this.folders) await rm(folder, { recursive: true, force: true });
    }
  }
}

export interface RunningEmulator {
  arm: string;
  gateway: string;
  /** Where it keeps its resources; written with the first change. */
  stateFile: string;
  logs(): string;
  /** Ends the process as a crash or politely; its state file stays. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same ports with the same state file. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The emulator as a process of its own; it keeps its resources in a file, so that it can be stopped and started. */
export async function startEmulator(options: { seed?: 'demo' | 'empty'; args?: string[] } = {}): Promise<RunningEmulator> {
  const [arm, gateway] = await freePorts(2);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'emulator-'));
  const listen = ['--arm-listen', `127.0.0.1:${arm}`, '--gateway-listen', `127.0.0.1:${gateway}`];
  const stateFile = path.join(folder, 'state.json');
  const args = ['emulator', ...listen, '--state', stateFile, '--seed', options.seed ?? 'demo', ...(options.args ?? [])];
  let run: Run | undefined;
  let earlier = '';
  const kill = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (run && !run.hasEnded) await run.stop(signal);
  };
  const start = async () => {
    earlier += run?.logs() ?? '';
    run = new Run(args, folder);
    await run.until('listening', async () => (await isListening(arm)) && (await isListening(gateway)));
  };
  const close = async () => {
    await kill();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await start();
  } catch (error) {
    await close();
    throw error;
  }
  const logs = () => earlier + (run?.logs() ?? '');
  return { arm: `http://127.0.0.1:${arm}`, gateway: `http://127.0.0.1:${gateway}`, stateFile, logs, kill, start, close };
}

/** A console whose only gateway, named `far`, is that emulator. */
export async function startConsoleFor(emulator: RunningEmulator, env: Record<string, string> = {}): Promise<RunningConsole> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'config-'));
  const file = path.join(folder, 'console.toml');
  const settings = {
    name: 'far',
    subscription_id: '00000000-0000-0000-0000-000000000001',
    resource_group: 'local',
    service: 'local-apim',
    arm_url: emulator.arm,
    gateway_url: emulator.gateway,
    credential: 'emulator',
  };
  const lines = Object.entries(settings).map(([key, value]) => `${key} = ${JSON.stringify(value)}`);
  await writeFile(file, `[[gateway]]\n${lines.join('\n')}\n`);
  try {
    const started = await RunningConsole.start({ args: ['--config', file], env });
    started.alsoRemove(folder);
    return started;
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}
