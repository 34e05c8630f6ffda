import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureDatabase, migrateService } from '../../services/platform/data/migrate.ts';

/**
 * The entry point of a container: migrates the database of a service, where it has one, then runs the service. With
 * `--migrate` it ends after the migration, for an init container.
 */
const [service = '', option] = process.argv.slice(2);
const folder = path.resolve(import.meta.dirname, '../../services', service);
const migrations = path.join(folder, 'prisma/migrations');
const url = process.env.DATABASE_URL;

if (!service || !fs.existsSync(path.join(folder, 'main.ts'))) {
  console.error(`No service "${service}": name the one to run`);
  process.exit(64);
}
if (fs.existsSync(migrations)) {
  if (!url) {
    console.error(`Configuration: DATABASE_URL is missing: ${service} has a database`);
    process.exit(78);
  }
  await ensureDatabase(url);
  for (const name of await migrateService(migrations, url))
    console.log(JSON.stringify({ level: 'info', service, message: `migration ${name} applied` }));
}
if (option !== '--migrate') await import(pathToFileURL(path.join(folder, 'main.ts')).href);
