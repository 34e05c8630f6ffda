import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { ensureDatabase, migrateService } from '../../services/platform/data/migrate.ts';
import { runService, type ServiceProgram } from '../../services/platform/http/service.ts';
import { environmentOf } from '../small/environment.ts';

/**
 * The entry point of a container: migrates the database of a service, where it has one, then runs the service. With
 * `--migrate` it ends after the migration, for an init container. `small` is all services in one process.
 */
const [name = '', option] = process.argv.slice(2);
const services = path.resolve(import.meta.dirname, '../../services');
const isService = (service: string): boolean => fs.existsSync(path.join(services, service, 'main.ts'));

/** Brings the database of a service up to date. @param url its `DATABASE_URL` */
async function migrate(service: string, url: string | undefined): Promise<void> {
  const migrations = path.join(services, service, 'prisma/migrations');
  if (!fs.existsSync(migrations)) return;
  if (!url) {
    console.error(`Configuration: DATABASE_URL is missing: ${service} has a database`);
    process.exit(78);
  }
  await ensureDatabase(url);
  for (const migration of await migrateService(migrations, url))
    console.log(JSON.stringify({ level: 'info', service, message: `migration ${migration} applied` }));
}

async function run(service: string): Promise<void> {
  await migrate(service, process.env.DATABASE_URL);
  if (option === '--migrate') return;
  const main = pathToFileURL(path.join(services, service, 'main.ts')).href;
  const programs = z.record(z.string(), z.unknown()).parse(await import(main));
  await runService(z.custom<ServiceProgram>(value => typeof value === 'function').parse(programs[service]));
}

async function runSmall(): Promise<void> {
  const all = fs.readdirSync(services).filter(isService);
  await Promise.all(all.map(service => migrate(service, environmentOf(service, process.env).DATABASE_URL)));
  if (option === '--migrate') return;
  const { runTogether } = await import('../small/main.ts');
  await runTogether(process.env);
}

if (name === 'small') await runSmall();
else if (isService(name)) await run(name);
else {
  console.error(`No service "${name}": name the one to run, or "small" for all in one process`);
  process.exit(64);
}
