import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { applyMigrations, ensureDatabase } from '../../../services/platform/data/migrate.ts';
import { root } from '../folders.ts';
import { runTool } from '../provision.ts';
import type { Steps } from '../steps.ts';

const folder = (service: string): string => path.join(root, 'services', service, 'prisma');

/**
 * A temporary database on that server with the migrations of a service alone: the tables of the platform are in no
 * schema of a service.
 */
async function withScratchDatabase<T>(service: string, server: string, use: (url: string) => Promise<T>): Promise<T> {
  const url = new URL(server);
  url.pathname = `/scratch_${service}_${process.pid}`;
  const migrations = path.join(folder(service), 'migrations');
  const client = new pg.Client({ connectionString: server });
  client.on('error', () => {}); // a connection that is cut fails the query under way
  await client.connect();
  try {
    await ensureDatabase(url.href);
    if (fs.existsSync(migrations)) await applyMigrations([migrations], url.href);
    return await use(url.href);
  } finally {
    await client.query(`DROP DATABASE IF EXISTS "${url.pathname.slice(1)}" WITH (FORCE)`);
    await client.end();
  }
}

/**
 * What Prisma would run to bring a database from the migrations that are there to the schema as it is; empty when
 * nothing is missing.
 */
async function difference(service: string, url: string): Promise<string> {
  const schema = path.join(folder(service), 'schema.prisma');
  const output = await runTool({
    program: process.execPath,
    args: [
      path.join(root, 'node_modules/prisma/build/index.js'),
      'migrate',
      'diff',
      '--script',
      '--config',
      path.join(import.meta.dirname, 'prisma.config.ts'),
      '--from-config-datasource',
      '--to-schema',
      schema,
    ],
    cwd: root,
    environment: {
      ...process.env,
      CHECKPOINT_DISABLE: '1',
      PRISMA_SCHEMA_ENGINE_BINARY: path.join(import.meta.dirname, 'schema-engine.mjs'),
      PRISMA_SCHEMA: schema,
      DATABASE_URL: url,
    },
  });
  const sql = output.replace(/^Loaded Prisma config.*$/m, '').trim();
  return sql.includes('This is an empty migration') ? '' : sql;
}

/** `20261122093000`: migrations run in the order of their names. */
const timestamp = (now: Date): string => now.toISOString().replaceAll(/\D/g, '').slice(0, 14);

/**
 * `migration <service>` prints the SQL that leads from the migrations of a service to its schema; with a name it is
 * written as the next migration, to be read before it is committed. What Prisma cannot express (CHECK, partial indexes)
 * is added to that file by hand.
 * @param server any PostgreSQL server: a scratch database is used on it
 */
export async function migrationCommand(
  [service, name]: readonly string[],
  server: string,
  steps: Steps,
): Promise<void> {
  if (!service || !fs.existsSync(path.join(folder(service), 'schema.prisma')))
    throw new Error('Say which service has a prisma/schema.prisma: migration <service> [name]');
  const sql = await withScratchDatabase(service, server, url => difference(service, url));
  if (!sql) return steps.print('The migrations lead to the schema: nothing to add.');
  if (!name) return steps.print(sql);
  const file = path.join(
    folder(service),
    'migrations',
    `${timestamp(new Date())}_${name.replaceAll(/\W+/g, '_')}`,
    'migration.sql',
  );
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${sql}\n`);
  steps.print(`Wrote ${path.relative(root, file)}. Read it, then start again (npm start applies it).`);
}
