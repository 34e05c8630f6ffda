import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../services/platform/testing/until.ts';
import { claim, findDaemon, inspect, lastLogMessage, startDaemon, stopDaemon } from './daemon.ts';

let folder: string;
let files: { log: string; pid: string };

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'daemon test '));
  files = { log: path.join(folder, 'log'), pid: path.join(folder, 'pid') };
});

afterEach(async () => {
  await stopDaemon(files.pid, 'SIGKILL', 1000);
  fs.rmSync(folder, { recursive: true });
});

const run = (script: string) => startDaemon({ program: process.execPath, args: ['-e', script] }, files);
const stays = 'setInterval(() => {}, 1000); console.log("here")';

const untilLogged = (text: string) =>
  until(() => fs.readFileSync(files.log, 'utf8').includes(text), { describe: `"${text}" is logged` });

describe('a process with a pid file', () => {
  test('is found by it, and gone once stopped', async () => {
    const child = run(stays);
    expect(findDaemon(files.pid)).toBe(child.pid);
    await stopDaemon(files.pid, 'SIGTERM', 5000);
    expect(findDaemon(files.pid)).toBeUndefined();
    expect(inspect(child.pid ?? 0)).toBeUndefined();
    expect(fs.existsSync(files.pid)).toBe(false);
  });

  test('is killed when it does not exit on the signal', async () => {
    const child = run(`process.on('SIGTERM', () => console.log('no')); ${stays}`);
    await untilLogged('here');
    child.kill('SIGTERM');
    await untilLogged('no');
    const exited = once(child, 'exit');
    await stopDaemon(files.pid, 'SIGTERM', 300);
    expect((await exited)[1]).toBe('SIGKILL');
  });

  test('is left alone when its number belongs to another process now', async () => {
    const child = run(stays);
    const record = JSON.parse(fs.readFileSync(files.pid, 'utf8'));
    for (const otherProcess of [
      { ...record, started: '1' }, // the number was used again after a reboot
      { ...record, program: '/usr/bin/postgres' },
    ]) {
      fs.writeFileSync(files.pid, JSON.stringify(otherProcess));
      expect(findDaemon(files.pid)).toBeUndefined();
      await stopDaemon(files.pid, 'SIGKILL', 1000);
      expect(inspect(child.pid ?? 0)).toBeDefined();
    }
    fs.writeFileSync(files.pid, JSON.stringify(record));
  });

  test('is not found by a file that a crash left empty', () => {
    fs.writeFileSync(files.pid, '');
    expect(findDaemon(files.pid)).toBeUndefined();
  });

  test('may be the only one of its kind', async () => {
    const child = run(stays);
    expect(() => claim(files.pid, 'npm start')).toThrow(
      `npm start already runs in this clone (process ${child.pid}). Stop it first: kill ${child.pid}`,
    );
  });
});

describe('the last words of a program', () => {
  test.each([
    [
      'of a JSON log are its message and its error',
      '{"level":"error","message":"stopped","error":{"message":"no disk"}}',
      'stopped: no disk',
    ],
    ['are its last line otherwise', 'one\ntwo\n', 'two'],
  ])('%s', (_name, log, words) => {
    fs.writeFileSync(files.log, log);
    expect(lastLogMessage(files.log)).toBe(words);
  });
});
