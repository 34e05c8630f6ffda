import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import pg from 'pg';
import { applyMigrations, ensureDatabase, migrateService } from '../../services/platform/data/migrate.ts';
import { newId } from '../../services/platform/ids.ts';
import { createTestDatabase } from '../../services/platform/testing/database.ts';
import { testEnvironment } from '../../services/platform/testing/environment.ts';
import { root } from './folders.ts';

const migrationsOf = (service: string): string => path.join(root, 'services', service, 'prisma/migrations');

/** The versions of migrations before the platform had its own, each with the tables of the platform in it. */
const FORMER = path.join(import.meta.dirname, 'fixtures/migrations');
/** The last migration that existed at that time. */
const LAST = '20261122224500';

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** The migrations of a service as they were then. */
function formerMigrations(service: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), `former-${service}-`));
  const own = migrationsOf(service);
  for (const name of fs.readdirSync(own)) {
    if (name.slice(0, LAST.length) <= LAST)
      fs.cpSync(path.join(own, name), path.join(folder, name), { recursive: true });
  }
  const former = path.join(FORMER, service);
  if (fs.existsSync(former)) fs.cpSync(former, folder, { recursive: true });
  return folder;
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

const EVENT = `INSERT INTO outbox (id, aggregatetype, aggregateid, type, payload, topic, source, subject, time)
  VALUES ('${newId()}', 'order', 'a', 'OrderPaid', '{"total": 1}', 'orders.order.v1', 'orders', 'a', '2026-11-29T00:00:00Z')`;
const HANDLED = `INSERT INTO inbox (consumer, event_id) VALUES ('orders', '${newId()}')`;
const RESPONSE = `INSERT INTO idempotency_keys (scope, key, fingerprint, token, locked_until, expires_at, response)
  VALUES ('staff:1', 'key', 'f', '${newId()}', now(), now(), '{"status": 201, "headers": {}}')`;

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
    const former = formerMigrations(service);
    const fresh = await createTestDatabase(service);
    try {
      await ensureDatabase(url);
      await applyMigrations([former], url);
      const tables = (await query(url, `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).map(
        ({ tablename }) => tablename,
      );
      const rows: [string, string][] = [
        ['outbox', EVENT],
        ['inbox', HANDLED],
        ['idempotency_keys', RESPONSE],
      ];
      const existing = rows.filter(([table]) => tables.includes(table));
      for (const [, insert] of existing) await query(url, insert);
      const contents = () => Promise.all(existing.map(([table]) => query(url, `SELECT to_jsonb(t) FROM "${table}" t`)));
      const before = await contents();

      await migrateService(migrationsOf(service), url);

      expect(await contents()).toMatchObject(before);
      expect(await schemaOf(url)).toEqual(await schemaOf(fresh.url));
      expect(await migrateService(migrationsOf(service), url)).toEqual([]);
    } finally {
      await fresh.drop();
      fs.rmSync(former, { recursive: true });
      await query(testEnvironment('DATABASE_URL'), `DROP DATABASE "${target.pathname.slice(1)}" WITH (FORCE)`);
    }
  },
);
