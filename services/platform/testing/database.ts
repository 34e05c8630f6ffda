import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { migrateService } from '../data/migrate.ts';
import { newId } from '../ids.ts';
import { testEnvironment } from './environment.ts';

export interface TestDatabase {
  readonly url: string;
  /** Ends every connection to it and deletes it. */
  drop(): Promise<void>;
}

const PLATFORM_MIGRATIONS = join(import.meta.dirname, '../prisma/migrations');

function urlOf(name: string): string {
  const url = new URL(testEnvironment('DATABASE_URL'));
  url.pathname = `/${name}`;
  return url.href;
}

async function administer<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: urlOf('postgres') });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Applies migrations once, to a template that is named by their hash; every suite gets a copy of it. */
async function migratedTemplate(client: pg.Client, service: string, migrations: string): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of [PLATFORM_MIGRATIONS, migrations]) {
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (entry.endsWith('.sql')) hash.update(entry).update(readFileSync(join(folder, entry)));
    }
  }
  const template = `template_${service}_${hash.digest('hex').slice(0, 12)}`;
  await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [template]);
  const { rows } = await client.query('SELECT datistemplate AS ready FROM pg_database WHERE datname = $1', [template]);
  if (rows[0]?.ready !== true) {
    if (rows.length > 0) await client.query(`DROP DATABASE "${template}" WITH (FORCE)`);
    await client.query(`CREATE DATABASE "${template}"`);
    await migrateService(migrations, urlOf(template));
    await client.query(`ALTER DATABASE "${template}" IS_TEMPLATE true`);
  }
  return template;
}

/**
 * An isolated database with the migrations of the platform and of services/<service>/prisma/migrations, or of another
 * folder. Takes some 30 ms once the template exists.
 */
export async function createTestDatabase(service: string, migrations?: string): Promise<TestDatabase> {
  const name = `test_${service}_${newId().replaceAll('-', '')}`;
  const folder = migrations ?? join(import.meta.dirname, '../..', service, 'prisma/migrations');
  await administer(async client => {
    const template = await migratedTemplate(client, service, folder);
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}" STRATEGY file_copy`);
  });
  return {
    url: urlOf(name),
    drop: () => administer(async client => void (await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`))),
  };
}
