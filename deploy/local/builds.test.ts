import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { claimBuild, forgetBuilds } from './builds.ts';

let builds: string;
const make = (...names: string[]): void => {
  for (const name of names) {
    fs.mkdirSync(path.join(builds, name));
    fs.writeFileSync(path.join(builds, name, 'index.html'), name);
  }
};
const left = (): string[] => fs.readdirSync(builds).sort();

beforeEach(() => {
  builds = fs.mkdtempSync(path.join(os.tmpdir(), 'builds-'));
});
afterEach(() => fs.rmSync(builds, { recursive: true }));

test('only builds in use are kept, and those of another app', () => {
  make('admin-1', 'admin-2', 'admin-3', 'storefront-1');
  for (let time = 0; time < 2; time += 1) {
    forgetBuilds(builds, 'admin', () => ['admin-2']);
    expect(left()).toEqual(['admin-2', 'storefront-1']);
  }
});

test('a claimed build is kept until its process releases it or ends', () => {
  make('admin-1', 'admin-2');
  const done = claimBuild(builds, 'admin-1');
  const { pid } = spawnSync(process.execPath, ['--version']);
  fs.writeFileSync(path.join(builds, `.wanted-admin-2.${pid}`), '');
  forgetBuilds(builds, 'admin', () => []);
  expect(left()).toEqual([`.wanted-admin-1.${process.pid}`, 'admin-1']);
  done();
  forgetBuilds(builds, 'admin', () => []);
  expect(left()).toEqual([]);
});

test('what somebody begins to want while it is put aside is put back whole', () => {
  make('admin-1');
  let looks = 0;
  forgetBuilds(builds, 'admin', () => {
    looks += 1;
    return looks === 1 ? [] : ['admin-1'];
  });
  expect(left()).toEqual(['admin-1']);
  expect(fs.readFileSync(path.join(builds, 'admin-1/index.html'), 'utf8')).toBe('admin-1');
});

test('several processes may forget at the same time', async () => {
  make(...Array.from({ length: 40 }, (_, index) => `admin-${index}`));
  const script = `import { forgetBuilds } from ${JSON.stringify(path.join(import.meta.dirname, 'builds.ts'))};
    forgetBuilds(${JSON.stringify(builds)}, 'admin', () => ['admin-7']);`;
  const children = [1, 2, 3].map(() =>
    spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' }),
  );
  const codes = await Promise.all(children.map(async child => (await once(child, 'exit'))[0]));
  expect(codes).toEqual([0, 0, 0]);
  expect(left()).toEqual(['admin-7']);
});
