import fs from 'node:fs';
import path from 'node:path';
import { applyMigrations, ensureDatabase } from '../../services/platform/migrate.ts';
import { stopDaemon } from './daemon.ts';
import { processFiles } from './servers/run.ts';
import { allServices, databaseUrl, migrations, presentServices, type Service, serviceCommand, serviceEnvironment } from './services.ts';
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
      return fs.existsSync(migrations(service)) ? (await applyMigrations(migrations(service), url)).length : 0;
    }),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

/**
 * Migrates, makes topics, and starts every service that is written, side by side. Each is started again when it ends by itself, until
 * `place.closing` says that the system is being stopped. Fails when one does not become ready.
 */
export async function startSystem(stack: Stack, steps: Steps): Promise<readonly Service[]> {
  const services = presentServices();
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
  const { PATH, HOME, TZ } = process.env;
  const shared = { PATH, HOME, TZ, NODE_COMPILE_CACHE: path.join(place.cache, 'compiled') };
  const begin = async (service: Service): Promise<void> => {
    const port = place.ports[service.name];
    const command = { ...serviceCommand(service), environment: { ...shared, ...serviceEnvironment(service, place, environment) } };
    const files = processFiles(place.state, service.name);
    const ready = supervise({ name: service.name, port, command, files, say: steps.say, closing: place.closing });
    await steps.step(
      service.name,
      () => ready,
      () => `port ${port}`,
    );
  };
  const results = await Promise.allSettled(services.map(begin));
  const failed = results.flatMap(result => (result.status === 'rejected' ? [(result.reason as Error).message] : []));
  if (failed.length > 0) throw new Error(failed.join('\n'));
  return services;
}

/** Stops the services of a state, side by side; those that end by themselves meanwhile are not started again once `closing` is aborted. */
export async function stopServices(state: string): Promise<void> {
  await Promise.all(allServices.map(service => stopDaemon(processFiles(state, service.name).pid, 'SIGTERM', 15_000)));
}
