import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { ensureDatabase, migrateService } from '../../services/platform/data/migrate.ts';
import { newId } from '../../services/platform/ids.ts';
import { createTestDatabase } from '../../services/platform/testing/database.ts';
import { testEnvironment } from '../../services/platform/testing/environment.ts';
import { root } from './folders.ts';

const migrationsOf = (service: string): string => path.join(root, 'services', service, 'prisma/migrations');

/**
 * Dumps of `pg_dump --inserts` of each service's database from before the platform had migrations of its own, with a
 * row in every table.
 */
const dumpOf = (service: string): string =>
  fs.readFileSync(path.join(import.meta.dirname, 'fixtures/dumps', `${service}.sql`), 'utf8');

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Every table, column, index, constraint, trigger and function, without the order of columns. */
function schemaOf(url: string): Promise<Record<string, unknown>[]> {
  return query(
    url,
    `SELECT 'column' AS kind, concat_ws(' ', table_name, column_name, udt_name, is_nullable, column_default) AS item
       FROM information_schema.columns WHERE table_schema = 'public'
     UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL SELECT 'constraint', concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
       FROM pg_constraint WHERE connamespace = 'public'::regnamespace
     UNION ALL SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
     UNION ALL SELECT 'function', pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
     ORDER BY kind, item`,
  );
}

/** The rows of each table, but for the list of migrations. */
async function rowsOf(url: string): Promise<Map<string, unknown[]>> {
  const tables = await query(url, `SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`);
  const names = tables.map(({ tablename }) => String(tablename)).filter(name => name !== '_prisma_migrations');
  const rows = names.map(async (name): Promise<[string, unknown[]]> => {
    const found = await query(url, `SELECT to_jsonb(t) AS row FROM "${name}" t`);
    return [name, found.map(({ row }) => row)];
  });
  return new Map(await Promise.all(rows));
}

/** The platform's tables: their rows stay as they are. */
const PLATFORM = ['idempotency_keys', 'inbox', 'outbox'];

test.each([
  'audit',
  'checkout',
  'identity',
  'inventory',
  'notifications',
  'orders',
  'payments',
  'registry',
  'shipping',
])(
  'a database of %s from before the platform had migrations keeps its rows and gets the schema of a new one',
  async service => {
    const target = new URL(testEnvironment('DATABASE_URL'));
    target.pathname = `/test_upgrade_${service}_${newId().replaceAll('-', '')}`;
    const { href: url } = target;
    const fresh = await createTestDatabase(service);
    try {
      await ensureDatabase(url);
      await query(url, dumpOf(service));
      const before = await rowsOf(url);

      await migrateService(migrationsOf(service), url);

      const after = await rowsOf(url);
      for (const [table, rows] of before) {
        expect({ table, rows: after.get(table)?.length }).toEqual({ table, rows: rows.length });
        if (PLATFORM.includes(table)) expect(after.get(table)).toMatchObject(rows);
      }
      expect(await schemaOf(url)).toEqual(await schemaOf(fresh.url));
      expect(await migrateService(migrationsOf(service), url)).toEqual([]);
    } finally {
      await fresh.drop();
      await query(testEnvironment('DATABASE_URL'), `DROP DATABASE "${target.pathname.slice(1)}" WITH (FORCE)`);
    }
  },
);
