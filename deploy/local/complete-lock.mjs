#!/usr/bin/env node
// Completes package-lock.json. npm leaves optional packages of other platforms out of a lock file when the registry it
// uses does not have them, and then refuses `npm ci` with that lock file ("Missing: … from lock file"). This enters
// them by name and version; they are fetched only on the platform they are for. `--check` only says what is missing.
import fs from 'node:fs';
import path from 'node:path';

const file = path.resolve(import.meta.dirname, '../../package-lock.json');
const lock = JSON.parse(fs.readFileSync(file, 'utf8'));

/** Whether a package that sits at `from` finds `name` in its own or an outer node_modules. */
const isFound = (from, name) => {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true;
    if (!at) return false;
    if (!at.includes('/node_modules/')) at = '';
  }
};

const systems = {
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  openharmony: 'openharmony',
  win32: 'win32',
  windows: 'win32',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  sunos: 'sunos',
  aix: 'aix',
};
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el'];

/** What a package such as `@biomejs/cli-linux-arm64-musl` runs on, from its name. */
const platform = name => {
  const words = name.split(/[-/]/);
  if (words.includes('wasm32')) return { cpu: ['wasm32'] };
  const os = words.map(word => systems[word]).find(Boolean);
  const cpu = words.find(word => processors.includes(word));
  const libc = { musl: 'musl', gnu: 'glibc' }[words.find(word => word === 'musl' || word === 'gnu')];
  return os && { os: [os], ...(cpu ? { cpu: [cpu] } : {}), ...(libc ? { libc: [libc] } : {}) };
};

const missing = [];
for (const [from, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const where = platform(name);
    if (isFound(from, name) || !where || !/^\d/.test(version)) continue;
    missing.push(`${name}@${version}`);
    lock.packages[`node_modules/${name}`] = { version, ...where, ...(entry.dev ? { dev: true } : {}), optional: true };
  }
}

if (missing.length === 0) console.log('package-lock.json is complete');
else if (process.argv.includes('--check')) {
  console.error(`package-lock.json lacks ${missing.join(', ')}. Complete it: node deploy/local/complete-lock.mjs`);
  process.exit(1);
} else {
  const [top, ...rest] = Object.entries(lock.packages);
  lock.packages = Object.fromEntries([top, ...rest.sort(([a], [b]) => (a < b ? -1 : 1))]);
  fs.writeFileSync(file, `${JSON.stringify(lock, undefined, 2)}\n`);
  console.log(`entered ${missing.length} packages`);
}
