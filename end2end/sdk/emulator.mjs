// Starts the emulator as its own process for the JavaScript client tests.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const binary = process.env.CONSOLE_BIN ?? fileURLToPath(new URL('../../target/debug/gateway-console', import.meta.url));

/** Ports that were free a moment ago; all are held until the last is known, so that they differ. */
async function freePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = net.createServer();
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

const answers = (port) =>
  new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });

/** Resolves once both listeners answer; `stop()` ends the process and removes its folder. */
export async function startEmulator() {
  const [arm, gateway] = await freePorts(2);
  const folder = await mkdtemp(path.join(os.tmpdir(), 'emulator-'));
  const args = ['emulator', '--arm-listen', `127.0.0.1:${arm}`, '--gateway-listen', `127.0.0.1:${gateway}`, '--seed', 'demo'];
  const child = spawn(binary, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let ended;
  child.stdout.on('data', (data) => (output += data));
  child.stderr.on('data', (data) => (output += data));
  const exit = new Promise((resolve) => {
    child.once('error', (error) => ((ended = String(error)), resolve()));
    child.once('exit', (code, signal) => ((ended = `it ended with ${code ?? signal}`), resolve()));
  });
  const stop = async () => {
    child.kill('SIGTERM');
    const force = setTimeout(() => child.kill('SIGKILL'), 15_000);
    await exit;
    clearTimeout(force);
    await rm(folder, { recursive: true, force: true });
  };
  const deadline = Date.now() + 30_000;
  for (const port of [arm, gateway]) {
    while (!(await answers(port))) {
      if (ended || Date.now() > deadline) {
        await stop();
        throw new Error(`the emulator did not start: ${ended ?? 'no answer in 30 s'}\n${output}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  return { arm: `http://127.0.0.1:${arm}`, gateway: `http://127.0.0.1:${gateway}`, stop };
}
