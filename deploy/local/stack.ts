import fs from 'node:fs';
import path from 'node:path';
import { availableApps } from './apps.ts';
import { forgetContainers, isContained, startContainers, stopContainers, usesContainers } from './containers.ts';
import { findDaemon } from './daemon.ts';
import { cacheFolder, plainUser, root, stateFolder } from './folders.ts';
import { choosePorts, isPortFree, type PortChoice, type Ports, requireFreePort } from './ports.ts';
import { requireTools } from './prerequisites.ts';
import { readSecrets } from './secrets.ts';
import { processFiles, startServer, stopServer } from './servers/run.ts';
import type { Place, Server } from './servers/server.ts';
import { servers } from './servers/table.ts';
import { availableServices, listens } from './services.ts';
import type { Steps } from './steps.ts';

/** `dev` is what `npm start` runs, `test` what `npm test` runs. */
export type SystemName = 'dev' | 'test';

/** The servers of one system, and the variables with their addresses. */
export interface Stack {
  place: Place;
  environment: Record<string, string>;
  /** The servers that run here, rather than where a variable says. */
  local: readonly Server[];
}

const choices: Record<SystemName, PortChoice> = {
  dev: { defaultBase: 4000, wellKnown: true },
  test: { defaultBase: 14_000, wellKnown: false },
};

/**
 * What the environment says about one system: tests have addresses and ports of their own, in variables that begin with
 * `TEST_`.
 */
function environmentOf(name: SystemName): NodeJS.ProcessEnv {
  if (name === 'dev') return process.env;
  const entries = Object.entries(process.env).filter(([key]) => key.startsWith('TEST_'));
  return Object.fromEntries(entries.map(([key, value]) => [key.slice('TEST_'.length), value]));
}

/** Chooses the ports of a system and stores them in its state. */
async function portsOf(name: SystemName, state: string): Promise<Ports> {
  const file = path.join(state, 'ports.json');
  const before: Partial<Ports> | undefined = fs.existsSync(file)
    ? JSON.parse(fs.readFileSync(file, 'utf8'))
    : undefined;
  const pids = fs.existsSync(path.join(state, 'pids')) ? fs.readdirSync(path.join(state, 'pids')) : [];
  const ours = new Set(pids.some(pid => findDaemon(path.join(state, 'pids', pid))) ? Object.values(before ?? {}) : []);
  const isFree = async (port: number): Promise<boolean> => ours.has(port) || (await isPortFree(port));
  const ports = await choosePorts(choices[name], environmentOf(name), isFree, before);
  fs.writeFileSync(file, JSON.stringify(ports));
  return ports;
}

/** Everything that a server needs to know to run in this clone. */
export async function findPlace(name: SystemName, closing: AbortSignal): Promise<Place> {
  const state = stateFolder(name);
  const place = {
    name,
    state,
    closing,
    cache: cacheFolder(),
    user: plainUser(),
    disposable: name === 'test',
    secrets: readSecrets(state),
  };
  return { ...place, ports: await portsOf(name, state) };
}

/** Where the addresses of a running stack are written, for programs that are started by hand. */
export const environmentFile = (state: string): string => path.join(state, 'env.json');

const isGiven = (server: Server, environment: NodeJS.ProcessEnv): boolean =>
  server.given.some(variable => environment[variable]);

/** The variables of one server: of one that is given, what the environment says. */
function addresses(server: Server, place: Place, environment: NodeJS.ProcessEnv): Record<string, string> {
  const own = server.environment(place);
  if (!isGiven(server, environment)) return own;
  const overrides = Object.keys(own).flatMap(name => (environment[name] ? [[name, environment[name]]] : []));
  return { ...server.elsewhere, ...Object.fromEntries(overrides) };
}

/** Fails before anything is started, with a line for every port that another program holds. */
async function requirePorts(place: Place, local: readonly Server[]): Promise<void> {
  const users = [
    ...local,
    ...[...availableServices(), ...availableApps()].map(({ name }) => ({ name, ports: listens(name) })),
  ];
  const ours = (name: string): boolean => findDaemon(processFiles(place.state, name).pid) !== undefined;
  const names = users.filter(({ name }) => !ours(name)).flatMap(({ ports }) => ports);
  await together(names.map(name => requireFreePort(name, place.ports[name])));
}

/** Waits for all. @throws Error with what every one says that failed */
async function together(all: readonly Promise<unknown>[]): Promise<void> {
  const results = await Promise.allSettled(all);
  const failed = results.flatMap(result => (result.status === 'rejected' ? [(result.reason as Error).message] : []));
  if (failed.length > 0) throw new Error(failed.join('\n'));
}

/** The programs that the local way fetches and builds are for one kind of machine. */
function requireLinux(fetched: readonly Server[]): void {
  if (fetched.length === 0 || (process.platform === 'linux' && process.arch === 'x64')) return;
  throw new Error(
    'Missing: Docker with Compose, which starts the servers on this kind of machine. Install it: https://docs.docker.com/get-docker/',
  );
}

/**
 * Starts servers side by side, each the way that there is for it. @throws Error with what every one of them says that
 * does not start
 */
async function startServers(place: Place, local: readonly Server[], steps: Steps): Promise<void> {
  const inContainers = (await usesContainers(place.state)) ? local.filter(isContained) : [];
  const contained = inContainers.length > 0 && (await startContainers(inContainers, place, steps));
  const own = contained ? local.filter(server => !inContainers.includes(server)) : local;
  requireLinux(own.filter(isContained));
  const isProvisioned = (server: Server): boolean => fs.existsSync(server.home?.(place) ?? '/');
  const needs = own.flatMap(server => [...server.needs.run, ...(isProvisioned(server) ? [] : server.needs.build)]);
  await requireTools(needs, steps);
  const begin = (server: Server): Promise<boolean> => {
    const where = server.ports.map(port => place.ports[port]).join(', ');
    return steps.step(
      server.title,
      report => startServer(server, place, report),
      ran => (ran ? `runs already, port ${where}` : `port ${where}`),
    );
  };
  await together(own.map(begin));
}

/** Starts every server that no variable gives an address of, and writes all addresses to `env.json`. */
export async function startStack(name: SystemName, steps: Steps, closing: AbortSignal): Promise<Stack> {
  const place = await findPlace(name, closing);
  const given = environmentOf(name);
  const local = servers.filter(server => !isGiven(server, given));
  await requirePorts(place, local);
  await startServers(place, local, steps);
  const environment = Object.assign(
    { SERVICE_PRIVATE_KEY: place.secrets.serviceKeys.pipeline ?? '' },
    ...servers.map(server => addresses(server, place, given)),
  );
  fs.writeFileSync(environmentFile(place.state), JSON.stringify(environment, undefined, 2), { mode: 0o600 });
  return { place, environment, local };
}

/** Stops every server of this state, side by side. */
export async function stopStack(state: string): Promise<void> {
  await Promise.all([...servers.map(server => stopServer(server, { state })), stopContainers(state)]);
}

/**
 * One address of a system that runs: of `npm start` first, else of the test servers. @throws Error when nothing runs
 */
export function runningEnvironment(variable: string): string {
  for (const name of ['dev', 'test']) {
    const state = stateFolder(name);
    if (!servers.some(server => findDaemon(processFiles(state, server.name).pid))) continue;
    const environment: Record<string, string> = JSON.parse(fs.readFileSync(environmentFile(state), 'utf8'));
    if (environment[variable]) return environment[variable];
  }
  throw new Error('No server runs in this clone: npm start, or node deploy/local/bootstrap.mjs stack');
}

/**
 * Lets `npm test` leave the test servers running: `stack` creates the file, `stack --stop` removes it.
 */
const keepFile = (): string => path.join(stateFolder('test'), 'keep');
export const isKept = (): boolean => fs.existsSync(keepFile());

/** Stops the test servers and forgets what they hold. */
export async function forgetTestStack(): Promise<void> {
  const state = stateFolder('test');
  await stopStack(state);
  await forgetContainers(state);
  for (const name of fs.readdirSync(state)) if (name !== 'pids') fs.rmSync(path.join(state, name), { recursive: true });
}

/**
 * The `stack` command: the test servers in the background, until `--stop` or `--reset`; `--env` prints `export` lines.
 */
export async function stackCommand(args: readonly string[], steps: Steps): Promise<void> {
  const state = stateFolder('test');
  if (args.includes('--reset')) return steps.step('forget the test servers', forgetTestStack);
  if (args.includes('--stop')) {
    fs.rmSync(keepFile(), { force: true });
    return steps.step('stop the test servers', () => stopStack(state));
  }
  if (args.includes('--env')) {
    const environment: Record<string, string> = JSON.parse(fs.readFileSync(environmentFile(state), 'utf8'));
    for (const [name, value] of Object.entries(environment)) steps.print(`export ${name}='${value}'`);
    return;
  }
  await startStack('test', steps, new AbortController().signal);
  fs.writeFileSync(keepFile(), '');
  steps.print(`Addresses: ${path.relative(root, environmentFile(path.join(root, '.covenant/test')))}`);
}
