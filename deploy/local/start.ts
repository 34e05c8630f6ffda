import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { availableApps, buildApps } from './apps.ts';
import { forgetContainers, hasContainers } from './containers.ts';
import { publishContracts } from './contracts.ts';
import { claim, findDaemon } from './daemon.ts';
import { root, stateFolder } from './folders.ts';
import { rotateLogs } from './log-rotation.ts';
import { runTool } from './provision.ts';
import { seedOnce } from './seed.ts';
import { processFiles, startServer } from './servers/run.ts';
import { docsFolder, firstAdminEmail, firstAdminFile } from './settings.ts';
import { type Stack, startStack, stopStack } from './stack.ts';
import { type Steps, seconds } from './steps.ts';
import { watchDaemons } from './supervise.ts';
import { startSystem, stopOtherServices, stopServices } from './system.ts';

/** Whether a process of this state runs, besides ourselves, or may. */
function isAnythingRunning(state: string): boolean {
  const pids = fs.readdirSync(path.join(state, 'pids')).filter(name => name !== 'start.json');
  return hasContainers(state) || pids.some(name => findDaemon(path.join(state, 'pids', name)) !== undefined);
}

async function stopEverything(state: string, steps: Steps): Promise<void> {
  await steps.step('stop services', () => stopServices(state));
  await steps.step('stop servers', () => stopStack(state));
}

/** Where everything is, and how to sign in. The first admin's password is shown once. */
function welcome(stack: Stack, steps: Steps, took: number): void {
  const { ports, state } = stack.place;
  const titles = { storefront: 'Storefront', admin: 'Admin console' };
  const rows = availableApps().map(({ name }): [string, string] => [titles[name], `http://localhost:${ports[name]}`]);
  rows.push(['Gateway', `http://localhost:${ports.gateway}, its documentation at /docs`]);
  if (stack.environment.INBOX_URL) rows.push(['Mail inbox', `http://localhost:${ports.inbox}`]);
  const password = firstAdminFile(state);
  if (fs.existsSync(password)) {
    const shown = path.join(state, 'first-admin.shown');
    const where = path.relative(root, path.join(root, '.covenant/dev', path.basename(password)));
    const secret = fs.existsSync(shown)
      ? `password in ${where}`
      : `password ${fs.readFileSync(password, 'utf8').trim()} (shown once; kept in ${where})`;
    rows.push(['Sign in', `${firstAdminEmail}, ${secret}`]);
    fs.writeFileSync(shown, '');
  }
  const width = Math.max(...rows.map(([name]) => name.length));
  steps.print(`\nCovenant runs (${seconds(took)}). Ctrl-C stops it.\n`);
  for (const [name, value] of rows) steps.print(`  ${name.padEnd(width)}  ${value}`);
  steps.print('');
}

/** The documentation of the contracts that can be reached from outside. */
async function writeDocs(state: string): Promise<void> {
  const covenant = path.join(root, 'contracts/codegen/covenant.ts');
  const options = ['--audience', 'public,admin', '--server', '/', '--title', 'Covenant API', '--project', root];
  const args = [covenant, 'docs', '--output', docsFolder(state), ...options];
  await runTool({ program: process.execPath, args });
}

async function start(steps: Steps, closing: AbortSignal, small: boolean): Promise<void> {
  const began = Date.now();
  await stopOtherServices(stateFolder('dev'), { small });
  const clients = steps.step('Prisma clients', () =>
    runTool({ program: process.execPath, args: [path.join(root, 'deploy/local/prisma/generate.mjs')] }),
  );
  const docs = steps.step('documentation', () => writeDocs(stateFolder('dev')));
  const builds = buildApps(stateFolder('dev'), steps);
  const [stack] = await Promise.all([startStack('dev', steps, closing), clients, docs]);
  const watched = stack.local
    .filter(server => findDaemon(processFiles(stack.place.state, server.name).pid) !== undefined)
    .map(server => ({
      title: server.title,
      pid: processFiles(stack.place.state, server.name).pid,
      restart: async () => void (await startServer(server, stack.place, () => {})),
    }));
  const endWatch = watchDaemons(watched, steps.print);
  closing.addEventListener('abort', endWatch);
  await startSystem(stack, builds, steps, { small });
  await Promise.all([publishContracts(stack.place, steps), seedOnce(stack, steps)]);
  welcome(stack, steps, Date.now() - began);
}

/**
 * `npm start`: has the whole system running until a signal ends it, then stops the services and after them the servers.
 * `--reset` forgets all data first; `--small` runs all services in one process.
 */
export async function startCommand(args: readonly string[], steps: Steps): Promise<void> {
  const state = stateFolder('dev');
  claim(processFiles(state, 'start').pid, 'npm start');
  if (args.includes('--reset')) {
    await stopEverything(state, steps);
    await forgetContainers(state);
    for (const name of fs.readdirSync(state))
      if (name !== 'pids') fs.rmSync(path.join(state, name), { recursive: true });
  }
  const closing = new AbortController();
  rotateLogs(path.join(state, 'logs'), closing.signal);
  const stopRequested = new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  const failure = await Promise.race([
    stopRequested.then(() => undefined),
    start(steps, closing.signal, args.includes('--small')).then(
      () => stopRequested,
      (error: Error) => error,
    ),
  ]);
  closing.abort();
  steps.print('');
  if (isAnythingRunning(state)) await stopEverything(state, steps);
  if (failure instanceof Error) throw failure;
  await sleep(0);
  process.exit(0);
}
