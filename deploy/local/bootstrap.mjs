#!/usr/bin/env node
// The first step of `npm start` and `npm test`, in plain JavaScript for whatever Node (20 or newer) the system has:
// installs the packages when they are missing or not those of the lock file, then goes on in TypeScript with the Node
// that came with them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');
const node = path.join(root, 'node_modules/node/bin/node');
const readPackages = file => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')).packages : undefined);

/**
 * Whether what is installed is what the lock file says. npm writes its own list last, so an installation that was
 * interrupted has none. Workspaces are part of the tree, and nothing needs their links.
 */
const isInstalled = () => {
  const installed = readPackages(path.join(root, 'node_modules/.package-lock.json'));
  if (!installed || !fs.existsSync(node)) return false;
  const { '': _, ...wanted } = readPackages(path.join(root, 'package-lock.json'));
  return Object.entries(wanted)
    .filter(([name, { link }]) => name.startsWith('node_modules/') && !link)
    .every(([name, { version, optional, devOptional }]) =>
      installed[name] ? installed[name].version === version : optional || devOptional,
    );
};

if (!isInstalled()) {
  const began = Date.now();
  const took = () => `npm ci (${((Date.now() - began) / 1000).toFixed(1)} s)`;
  const progress = setInterval(() => console.log(`  … ${took()}`), 10_000);
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [status] = await once(npm, 'exit');
  clearInterval(progress);
  const done = status === 0 && fs.existsSync(node);
  console.log(`  ${done ? '✓' : '✗'} ${took()}`);
  if (!done) process.exit(1);
}

const main = path.join(root, 'deploy/local/main.ts');
const child = spawn(node, [main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, NODE_NO_WARNINGS: '1' },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // Ctrl-C in a terminal signals the child directly too: a second signal has no further effect
  process.on(signal, () => child.kill(signal));
}

// npm and the shell between us end with a signal without handing it on: when they have gone, so do we.
const parent = process.ppid;
const watchParent = () => process.ppid !== parent && child.kill('SIGTERM');
if (process.env.npm_lifecycle_event) setInterval(watchParent, 1000).unref();

child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
