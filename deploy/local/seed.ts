import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { findDaemon } from './daemon.ts';
import { root, stateFolder } from './folders.ts';
import type { Ports } from './ports.ts';
import { processFiles } from './servers/run.ts';
import type { Place } from './servers/server.ts';
import { firstAdminEmail, firstAdminFile } from './settings.ts';
import { environmentFile, type Stack } from './stack.ts';
import type { Steps } from './steps.ts';

/** The program that fills a new shop through its public API, as a merchant would; it may be run again. */
const program = path.join(root, 'services/catalog/seed/main.ts');

/**
 * The variables of programs outside of the system, such as the seed and the tests with a browser: its addresses, and
 * who may do everything.
 */
export function outsideEnvironment({ state, ports }: Pick<Place, 'state' | 'ports'>): Record<string, string> {
  return {
    GATEWAY_URL: `http://127.0.0.1:${ports.gateway}`,
    STOREFRONT_URL: `http://localhost:${ports.storefront}`,
    ADMIN_URL: `http://localhost:${ports.admin}`,
    ADMIN_EMAIL: firstAdminEmail,
    ADMIN_PASSWORD: fs.readFileSync(firstAdminFile(state), 'utf8').trim(),
  };
}

/** Fills the shop, once for a state; what the program prints is shown as progress, its last line as the result. */
export async function seedOnce(stack: Stack, steps: Steps): Promise<void> {
  const marker = path.join(stack.place.state, 'seeded');
  if (fs.existsSync(marker) || !fs.existsSync(program)) return;
  await steps.step(
    'seed',
    report => runSeed(stack, report),
    last => last,
  );
  fs.writeFileSync(marker, new Date().toISOString());
}

/** The system that `npm start` runs in this clone, with the variables of what is outside. Throws where none runs. */
export function runningSystem(): { state: string; ports: Ports; environment: Record<string, string> } {
  const state = stateFolder('dev');
  if (findDaemon(processFiles(state, 'start').pid) === undefined)
    throw new Error('Nothing runs in this clone: npm start first');
  const ports: Ports = JSON.parse(fs.readFileSync(path.join(state, 'ports.json'), 'utf8'));
  const servers: Record<string, string> = JSON.parse(fs.readFileSync(environmentFile(state), 'utf8'));
  return { state, ports, environment: { ...servers, ...outsideEnvironment({ state, ports }) } };
}

/** Runs a program from outside on the running system, with more variables of its own. @returns its exit code */
export async function runOutside(
  file: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<number> {
  const environment = { ...process.env, ...runningSystem().environment, ...more };
  const child = spawn(process.execPath, [file, ...args], { cwd: root, env: environment, stdio: 'inherit' });
  return new Promise(resolve => child.once('exit', code => resolve(code ?? 1)));
}

/** `task seed`: fills the running shop. */
export const seedCommand = (args: readonly string[]): Promise<number> => runOutside(program, args);

/** `task screenshots`: takes the pictures of the README from the running system, all or those that are named. */
export const screenshotsCommand = (args: readonly string[]): Promise<number> =>
  runOutside(path.join(root, 'deploy/e2e/browser/screenshots.ts'), args);

function runSeed(stack: Stack, report: (text: string) => void): Promise<string> {
  const environment = { ...process.env, ...outsideEnvironment(stack.place) };
  const child = spawn(process.execPath, [program], { cwd: root, env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let last = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4000);
      last = output.trimEnd().split('\n').at(-1) ?? '';
      report(last);
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', code =>
      code === 0 ? resolve(last) : reject(new Error(`The seed failed (${code}):\n${output}`)),
    );
  });
}
