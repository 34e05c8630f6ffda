import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../services/platform/testing/until.ts';
import { findDaemon, stopDaemon } from './daemon.ts';
import { freePorts } from './ports.ts';
import { isReady, restartPause, supervise } from './supervise.ts';

let folder: string;
let port: number;
let closing: AbortController;
let printed: string[];

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'supervise-'));
  [port = 0] = await freePorts(1);
  closing = new AbortController();
  printed = [];
});

afterEach(async () => {
  closing.abort();
  await stopDaemon(pidFile(), 'SIGKILL', 1000);
  fs.rmSync(folder, { recursive: true });
});

const pidFile = (): string => path.join(folder, 'pid');

/** A service that is ready as soon as it listens, after failing as often as its first argument says. */
const script = `
  const fs = require('node:fs');
  const [folder, port, failures, code] = process.argv.slice(1);
  fs.appendFileSync(folder + '/starts', '.');
  if (fs.readFileSync(folder + '/starts', 'utf8').length <= Number(failures)) { console.error('no luck'); process.exit(Number(code)); }
  require('node:http').createServer((request, response) => response.end()).listen(Number(port));
`;

const run = (failures: number, code = 1) =>
  supervise({
    name: 'orders',
    ports: [{ name: 'orders', port }],
    command: () => ({
      program: process.execPath,
      args: ['-e', script, folder, String(port), String(failures), String(code)],
    }),
    files: { log: path.join(folder, 'log'), pid: pidFile() },
    print: line => printed.push(line),
    closing: closing.signal,
  });

const starts = (): number => fs.readFileSync(path.join(folder, 'starts'), 'utf8').length;

describe('a supervised service', () => {
  test('that ends while starting is started again until it is ready', async () => {
    await run(2);
    expect(await isReady(port)).toBe(true);
    expect(printed).toEqual([
      expect.stringMatching(/^ {2}! orders has ended \(exit 1\): no luck; starting it again in (0\.[5-9]|1\.0) s$/),
      expect.stringMatching(/^ {2}! orders has ended \(exit 1\): no luck; starting it again in (1\.\d|2\.0) s$/),
    ]);
  });

  test('that is killed later comes back', async () => {
    await run(0);
    process.kill(findDaemon(pidFile()) ?? 0, 'SIGKILL');
    await until(async () => starts() === 2 && (await isReady(port)), { describe: 'it is back' });
    expect(printed[0]).toContain('orders has ended (SIGKILL)');
  });

  test('with a wrong configuration is not tried twice: its last words are the error', async () => {
    await expect(run(9, 78)).rejects.toThrow(/orders has ended \(exit 78\): no luck/);
    expect(starts()).toBe(1);
  });

  test('is not started again once the system is being stopped', async () => {
    const { over } = await run(0);
    closing.abort();
    await stopDaemon(pidFile(), 'SIGTERM', 5000);
    await over;
    expect(starts()).toBe(1);
    expect(printed).toEqual([]);
  });

  test('does not start on a port of another program, which it names', async () => {
    const other = net.createServer().listen(port, '127.0.0.1');
    await expect(run(0)).rejects.toThrow(`Port ${port} (orders) is taken`);
    other.close();
  });
});

test('the pause before another start grows to half a minute', () => {
  for (const [failures, full] of [
    [1, 1000],
    [2, 2000],
    [3, 4000],
    [10, 30_000],
  ] as const) {
    expect(restartPause(failures)).toBeGreaterThanOrEqual(full / 2);
    expect(restartPause(failures)).toBeLessThanOrEqual(full);
  }
});
