import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from '@jest/globals';
import { until } from '../testing/until.ts';

interface Line {
  message: string;
  url?: string;
  error?: { message: string };
}

let child: ChildProcess;
let lines: Line[];
afterEach(() => void child.kill('SIGKILL'));

async function start(env: NodeJS.ProcessEnv = {}): Promise<string> {
  lines = [];
  child = spawn(process.execPath, [join(import.meta.dirname, '../testing/child.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...env },
  });
  if (!child.stdout) throw new Error('no output');
  createInterface(child.stdout).on('line', line => lines.push(JSON.parse(line)));
  return until(() => lines.find(line => line.message === 'started')?.url, {
    describe: 'the service started',
  });
}

const said = (message: string) => until(() => lines.some(line => line.message === message), { describe: message });
/** The status of a response whose connection ends with it. */
const statusOf = (url: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    request(url, { agent: false }, response => response.resume().once('end', () => resolve(response.statusCode)))
      .once('error', reject)
      .end();
  });
const exit = async () => (child.exitCode === null ? (await once(child, 'exit'))[0] : child.exitCode);

describe('a service', () => {
  test('shuts down in order: readiness, workers, listener, requests in progress, databases', async () => {
    const url = await start();
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const request = fetch(`${url}/items/slow`);
    await said('request began');
    child.kill('SIGTERM');
    await said('stopping');
    expect(await (await request).json()).toEqual({ ok: true });
    expect(await exit()).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
    const order = [
      'worker started',
      'started',
      'request began',
      'stopping',
      'worker stopped',
      'request ended',
      'databases closed',
      'stopped',
    ];
    expect(lines.map(line => line.message).filter(message => order.includes(message))).toEqual(order);
  });

  test('listens on the interface that LISTEN_HOST names alone, else on all', async () => {
    const elsewhere = (url: string) => fetch(`${url.replace('127.0.0.1', '127.0.0.2')}/health/live`);
    expect((await elsewhere(await start())).status).toBe(200);
    child.kill('SIGKILL');
    await expect(elsewhere(await start({ LISTEN_HOST: '127.0.0.1' }))).rejects.toThrow('fetch failed');
  });

  test('reports that it is draining while it still responds', async () => {
    const url = await start({ WORKER: 'held' });
    const request = statusOf(`${url}/items/slow`);
    await said('request began');
    child.kill('SIGTERM');
    await said('stopping');
    const ready = await fetch(`${url}/health/ready`);
    expect([ready.status, await ready.json()]).toEqual([503, { status: 'draining', checks: {} }]);
    const live = await fetch(`${url}/health/live`);
    expect([live.status, live.headers.get('connection')]).toEqual([200, 'close']);
    expect((await fetch(`${url}/items/release`)).status).toBe(200);
    expect(await request).toBe(200);
    expect(await exit()).toBe(0);
  });

  test('aborts a request that does not end in time', async () => {
    const url = await start();
    const request = fetch(`${url}/items/stuck`).catch(() => 'cut off');
    await said('request began');
    child.kill('SIGTERM');
    expect(await request).toBe('cut off');
    expect(await exit()).toBe(0);
  });

  test('ends at once at the second signal', async () => {
    const url = await start({ WORKER: 'held' });
    fetch(`${url}/items/stuck`).catch(() => {});
    await said('request began');
    child.kill('SIGTERM');
    await said('stopping');
    child.kill('SIGINT');
    expect(await exit()).toBe(130);
    expect(lines.some(line => line.message === 'databases closed')).toBe(false);
  });

  test('logs a rejection that nobody handles, and exits with 1', async () => {
    const url = await start();
    fetch(`${url}/items/forgotten`).catch(() => {});
    expect(await exit()).toBe(1);
    expect(lines.find(line => line.message === 'unhandled')?.error?.message).toBe('nobody waits for this');
  });
});
