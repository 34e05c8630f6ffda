import fs from 'node:fs';
import path from 'node:path';
import { ensureDatabase, migrateService } from '../../services/platform/data/migrate.ts';
import { littleMemory } from '../small/environment.ts';
import { appCommand, appNames, type Build } from './apps.ts';
import { type Command, stopDaemon } from './daemon.ts';
import type { PortName } from './ports.ts';
import { processFiles } from './servers/run.ts';
import type { Place } from './servers/server.ts';
import {
  allServices,
  availableServices,
  databaseUrl,
  listens,
  migrations,
  type Service,
  serviceCommand,
  serviceEnvironment,
  serviceUrls,
} from './services.ts';
import { appOfSmall, SMALL, smallCommand } from './small.ts';
import type { Stack } from './stack.ts';
import type { Steps } from './steps.ts';
import { supervise } from './supervise.ts';
import { createTopics } from './topics.ts';

const serviceNames = allServices.map(({ name }) => name);

const usesDatabase = (service: Service): boolean => service.uses.includes('postgres');

/** Creates the database of each service and brings its tables up to date. @returns how many migrations ran */
async function migrate(services: readonly Service[], server: string): Promise<number> {
  const counts = await Promise.all(
    services.filter(usesDatabase).map(async service => {
      const url = databaseUrl(server, service.name);
      await ensureDatabase(url);
      return fs.existsSync(migrations(service)) ? (await migrateService(migrations(service), url)).length : 0;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Starts one program, of one service or app or of several, and keeps it running until the system is stopped.
 * @returns when it is ready
 */
async function run(
  name: string,
  parts: readonly PortName[],
  command: () => Command,
  { place, steps, small }: { place: Place; steps: Steps; small: boolean },
): Promise<void> {
  const { PATH, HOME, TZ } = process.env;
  const memory = small ? littleMemory : {};
  const shared = { PATH, HOME, TZ, NODE_COMPILE_CACHE: path.join(place.cache, 'compiled'), ...memory };
  const options = {
    name,
    ports: parts.map(part => ({ name: part, port: place.ports[listens(part)[0]] })),
    files: processFiles(place.state, name),
    print: steps.print,
    closing: place.closing,
  };
  const withShared = (own: Command): Command => ({ ...own, environment: { ...shared, ...own.environment } });
  const ready = supervise({ ...options, command: () => withShared(command()) });
  await steps.step(
    name,
    () => ready,
    () => `port ${parts.flatMap(part => listens(part).map(port => place.ports[port])).join(', ')}`,
  );
}

/**
 * Migrates, makes topics, and starts every service that is written, side by side, and the servers of the apps as soon
 * as these are built. Each is restarted when it exits, until `place.closing` says that the system is being stopped.
 * Fails when one does not become ready; an app that could not be built is reported.
 * @param small whether all services run in one process
 */
export async function startSystem(
  stack: Stack,
  builds: Promise<readonly Build[]>,
  steps: Steps,
  { small }: { small: boolean },
): Promise<void> {
  const services = availableServices();
  const { place, environment } = stack;
  await Promise.all([
    steps.step(
      'databases',
      () => migrate(services, environment.DATABASE_URL ?? ''),
      count => `${count} migrations`,
    ),
    steps.step(
      'topics',
      () => createTopics(environment.KAFKA_BROKERS ?? ''),
      count => `${count} in the contracts`,
    ),
  ]);
  const context = { place, steps, small };
  const begin = (service: Service): Promise<void> =>
    run(
      service.name,
      [service.name],
      () => ({ ...serviceCommand(service), environment: serviceEnvironment(service, place, environment) }),
      context,
    );
  const beginSmall = async (): Promise<void> => {
    const built = await builds;
    const names = services.map(({ name }) => name);
    await run(SMALL, [...names, appOfSmall], () => smallCommand(stack, built), context);
  };
  const beginApp = async (build: Build): Promise<void> => {
    if ('error' in build) steps.print(`  ! ${build.app.name} is not built: ${build.error.message}`);
    else {
      const { name } = build.app;
      await run(name, [name], () => appCommand(build.app, place, serviceUrls(place.ports)), context);
    }
  };
  const beginApps = async (): Promise<void> => {
    const apart = (await builds).filter(({ app }) => !small || app.name !== appOfSmall);
    await Promise.all(apart.map(beginApp));
  };
  const results = await Promise.allSettled([...(small ? [beginSmall()] : services.map(begin)), beginApps()]);
  const failed = results.flatMap(result => (result.status === 'rejected' ? [(result.reason as Error).message] : []));
  if (failed.length > 0) throw new Error(failed.join('\n'));
}

/**
 * Stops the programs of a state, side by side; those that end by themselves meanwhile are not started again once
 * `closing` is aborted.
 */
export async function stopServices(state: string): Promise<void> {
  await stopPrograms(state, [...serviceNames, SMALL, ...appNames]);
}

/**
 * Stops what an earlier run left behind and the next one does not start under the same name: before `small`, what has
 * a process of its own else, and before any other the one process of all.
 */
export async function stopOtherServices(state: string, { small }: { small: boolean }): Promise<void> {
  await stopPrograms(state, small ? [...serviceNames, appOfSmall, SMALL] : [SMALL]);
}

async function stopPrograms(state: string, names: readonly string[]): Promise<void> {
  await Promise.all(names.map(name => stopDaemon(processFiles(state, name).pid, 'SIGTERM', 15_000)));
}
