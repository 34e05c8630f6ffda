#!/usr/bin/env node
// The first step of `npm start` and `npm test`, in plain JavaScript for whatever Node (20 or newer) the system has: installs the packages
// when they are missing or not those of the lock file, then goes on in TypeScript with the Node that came with them.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const node = path.join(root, 'node_modules/node/bin/node');
const readPackages = file => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).packages : undefined);

/** Whether what is installed is what the lock file says. npm writes its own list last, so an installation that was interrupted has none. */
const isInstalled = () => {
  const installed = readPackages(path.join(root, 'node_modules/.package-lock.json'));
  if (!installed || !fs.existsSync(node)) return false;
  const { '': _, ...wanted } = readPackages(path.join(root, 'package-lock.json'));
  return Object.entries(wanted).every(([name, { version, optional, devOptional }]) =>
    installed[name] ? installed[name].version === version : optional || devOptional,
  );
};

if (!isInstalled()) {
  const began = Date.now();
  console.log('  … npm ci');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0 || !fs.existsSync(node)) {
    console.error('npm ci failed: see above');
    process.exit(1);
  }
  console.log(`  ✓ npm ci (${((Date.now() - began) / 1000).toFixed(1)} s)`);
}

const main = path.join(root, 'deploy/local/main.ts');
const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit', env: { ...process.env, NODE_NO_WARNINGS: '1' } });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal); // Ctrl-C in a terminal reaches the child by itself
  });
}
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
