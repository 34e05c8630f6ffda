import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { cacheFolder, root } from './folders.ts';
import { installDebian, mayInstall } from './prerequisites.ts';
import { provision, runTool } from './provision.ts';

/**
 * The headless shell first: the others draw a window around each page that nobody sees, which takes a third of the
 * time.
 */
const names = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Debian's packages of it; older ones have the second only. */
const packages = ['chromium-headless-shell', 'chromium'];

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return names.flatMap(name => folders.map(folder => path.join(folder, name))).find(file => fs.existsSync(file));
}

const runs = (program: string): boolean =>
  spawnSync(program, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;

/** Runs the unpacked browser with the libraries and fonts that came with it, where the system lacks its own. */
const wrapper = `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
if ldd "$here/chromium" | grep -q 'not found'; then export LD_LIBRARY_PATH="$here/al2023/lib"; fi
[ -d /etc/fonts ] || export FONTCONFIG_PATH="$here/fonts"
exec "$here/chromium" "$@"
`;

/**
 * The headless Chromium inside the npm package, unpacked into the cache (the package itself would use the shared /tmp).
 */
async function unpackCarried(): Promise<string> {
  const { version } = JSON.parse(
    fs.readFileSync(path.join(root, 'node_modules/@sparticuz/chromium/package.json'), 'utf8'),
  );
  const folder = await provision(cacheFolder(), `chromium-${version}`, async draft => {
    const script = "import('@sparticuz/chromium').then(chromium => chromium.default.executablePath())";
    // has the libraries unpacked too
    const environment = { ...process.env, TMPDIR: draft, AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' };
    await runTool({ program: process.execPath, args: ['-e', script], cwd: root, environment });
    fs.writeFileSync(path.join(draft, 'headless-shell'), wrapper, { mode: 0o755 });
  });
  return path.join(folder, 'headless-shell');
}

/**
 * A Chromium for tests with a real browser: the one `CHROMIUM_PATH` names; the system's; as root on Debian in CI the
 * package, installed now; else the one inside the npm package `@sparticuz/chromium`.
 * @throws Error with how to install one, when none of them runs here
 */
export async function findBrowser(): Promise<string> {
  const given = process.env.CHROMIUM_PATH;
  if (given) return given;
  const system = onPath();
  if (system) return system;
  const installed = mayInstall() && packages.some(name => installDebian([name])) ? onPath() : undefined;
  if (installed) return installed;
  const carried = await unpackCarried();
  if (runs(carried)) return carried;
  throw new Error('Missing: a Chromium that runs here. Install it: sudo apt-get install -y chromium');
}
