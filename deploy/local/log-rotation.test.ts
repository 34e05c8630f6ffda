import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { startDaemon, stopDaemon } from './daemon.ts';
import { rotateLog } from './log-rotation.ts';

/** Writes a line of 100 bytes each time that it gets SIGUSR1. */
const PROGRAM = `
let line = 0;
process.on('SIGUSR1', () => console.log(String(line++).padEnd(99, '.')));
setInterval(() => {}, 1000);
console.log('ready'.padEnd(99, '.'));`;

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'logs-'));
const files = { log: path.join(folder, 'a.log'), pid: path.join(folder, 'a.json') };
const lines = (file: string): string[] =>
  fs.existsSync(file)
    ? fs
        .readFileSync(file, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map(line => line.replace(/\.+$/, ''))
    : [];

async function written(count: number): Promise<void> {
  while (lines(files.log).length < count) await new Promise(resolve => setImmediate(resolve));
}

test('the log of a running program is rotated by its size, and the program goes on writing to it', async () => {
  const child = startDaemon({ program: process.execPath, args: ['-e', PROGRAM] }, files);
  try {
    await written(1);
    rotateLog(files.log, 150);
    expect(lines(files.log)).toEqual(['ready']);
    child.kill('SIGUSR1');
    await written(2);
    rotateLog(files.log, 150);
    expect([lines(`${files.log}.old`), lines(files.log)]).toEqual([['ready', '0'], []]);
    child.kill('SIGUSR1');
    await written(1);
    expect(lines(files.log)).toEqual(['1']);
    expect(fs.statSync(files.log).size).toBe(100);
  } finally {
    await stopDaemon(files.pid, 'SIGTERM', 1_000);
    fs.rmSync(folder, { recursive: true });
  }
});
