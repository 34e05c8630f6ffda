import fs from 'node:fs';
import path from 'node:path';
import { ensureDatabase, migrateService } from '../../services/platform/data/migrate.ts';
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
import type { Stack } from './stack.ts';
import type { Steps } from './steps.ts';
import { supervise } from './supervise.ts';
import { createTopics } from './topics.ts';

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

/** Starts one program and keeps it running until the system is stopped. @returns when it is ready */
async function run(name: PortName, command: () => Command, place: Place, steps: Steps): Promise<void> {
  const { PATH, HOME, TZ } = process.env;
  const shared = { PATH, HOME, TZ, NODE_COMPILE_CACHE: path.join(place.cache, 'compiled') };
  const ports = listens(name).map(port => place.ports[port]);
  const options = {
    name,
    port: ports[0] ?? 0,
    files: processFiles(place.state, name),
    print: steps.print,
    closing: place.closing,
  };
  const withShared = (own: Command): Command => ({ ...own, environment: { ...shared, ...own.environment } });
  const ready = supervise({ ...options, command: () => withShared(command()) });
  await steps.step(
    name,
    () => ready,
    () => `port ${ports.join(', ')}`,
  );
}

/**
 * Migrates, makes topics, and starts every service that is written, side by side, and the servers of the apps as soon
 * as these are built. Each is restarted when it exits, until `place.closing` says that the system is being stopped.
 * Fails when one does not become ready; an app that could not be built is reported.
 */
export async function startSystem(stack: Stack, builds: Promise<readonly Build[]>, steps: Steps): Promise<void> {
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
  const begin = (service: Service): Promise<void> =>
    run(
      service.name,
      () => ({ ...serviceCommand(service), environment: serviceEnvironment(service, place, environment) }),
      place,
      steps,
    );
  const beginApp = async (build: Build): Promise<void> => {
    if ('error' in build) steps.print(`  ! ${build.app.name} is not built: ${build.error.message}`);
    else await run(build.app.name, () => appCommand(build.app, place, serviceUrls(place.ports)), place, steps);
  };
  const beginApps = async (): Promise<void> => void (await Promise.all((await builds).map(beginApp)));
  const results = await Promise.allSettled([...services.map(begin), beginApps()]);
  const failed = results.flatMap(result => (result.status === 'rejected' ? [(result.reason as Error).message] : []));
  if (failed.length > 0) throw new Error(failed.join('\n'));
}

/**
 * Stops the programs of a state, side by side; those that end by themselves meanwhile are not started again once
 * `closing` is aborted.
 */
export async function stopServices(state: string): Promise<void> {
  const names = [...allServices.map(({ name }) => name), ...appNames];
  await Promise.all(names.map(name => stopDaemon(processFiles(state, name).pid, 'SIGTERM', 15_000)));
}
