import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ensurePrivateFolder, isOpen, stateFolder } from './folders.ts';

let folder: string;

beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'folders '));
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

test('a folder is open when everybody may walk to it, even before it exists', () => {
  fs.chmodSync(folder, 0o755);
  expect(isOpen(path.join(folder, 'a/b'))).toBe(true);
  fs.mkdirSync(path.join(folder, 'a'), { mode: 0o700 });
  expect(isOpen(path.join(folder, 'a/b'))).toBe(false);
});

test('state that can be reached stays in the clone, and comes back at the next start', () => {
  fs.chmodSync(folder, 0o755);
  const state = stateFolder('dev', folder);
  expect(state).toBe(path.join(fs.realpathSync(folder), '.covenant/dev'));
  fs.writeFileSync(path.join(state, 'seeded'), '');
  expect(fs.readdirSync(stateFolder('dev', folder))).toEqual(['seeded']);
});

test('state of a closed clone lies where the servers can reach it when we are root, and is forgotten with the clone', () => {
  fs.chmodSync(folder, 0o700);
  const state = stateFolder('dev', folder);
  const isRoot = process.getuid?.() === 0;
  expect(isOpen(state)).toBe(isRoot);
  fs.writeFileSync(path.join(state, 'seeded'), '');
  expect(fs.readdirSync(path.join(folder, '.covenant/dev'))).toEqual(['seeded']);
  fs.rmSync(path.join(folder, '.covenant'), { recursive: true });
  expect(fs.readdirSync(stateFolder('dev', folder))).toEqual([]);
  if (isRoot) fs.rmSync(path.dirname(state), { recursive: true });
});

test('a private folder is closed to others, also one that was open', () => {
  const logs = path.join(folder, 'state/logs');
  fs.mkdirSync(logs, { recursive: true });
  ensurePrivateFolder(logs);
  ensurePrivateFolder(path.join(folder, 'inbox'));
  for (const one of [logs, path.join(folder, 'inbox')]) expect(fs.statSync(one).mode & 0o777).toBe(0o700);
});
