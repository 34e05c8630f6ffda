#!/usr/bin/env node
// The first step of `npm start` and `npm test`, in plain JavaScript for whatever Node (20 or newer) the system has: installs the packages
// when they are missing or older than the lock file, then goes on in TypeScript with the Node that came with them.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const node = path.join(root, 'node_modules/node/bin/node');
const changed = file => (fs.existsSync(file) ? fs.statSync(file).mtimeMs : 0);

/** npm writes this file last; an installation that was interrupted has none, or an old one. */
const isInstalled = () => {
  const installed = changed(path.join(root, 'node_modules/.package-lock.json'));
  return installed > 0 && installed >= changed(path.join(root, 'package-lock.json')) && fs.existsSync(node);
};

if (!isInstalled()) {
  const began = Date.now();
  console.log('  … npm ci');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
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
