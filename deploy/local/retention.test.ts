import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import type pg from 'pg';
import { prepareDatabase } from '../../services/catalog/schema.ts';
import { retentionRules as checkoutRules } from '../../services/checkout/store-retention.ts';
import { retentionRules as identityRules } from '../../services/identity/store-retention.ts';
import { retentionRules as inventoryRules } from '../../services/inventory/store-retention.ts';
import { retentionRules as notificationsRules } from '../../services/notifications/store-retention.ts';
import { retentionRules as paymentsRules } from '../../services/payments/store-retention.ts';
import { databasePool, type SqlClient, sqlClient } from '../../services/platform/data/database.ts';
import { postgresLocks } from '../../services/platform/data/locks.ts';
import { platformRules, type RetentionRule, retention } from '../../services/platform/data/retention.ts';
import { createTestDatabase } from '../../services/platform/testing/database.ts';
import { silentLog } from '../../services/platform/testing/log.ts';
import { createTestMongo } from '../../services/platform/testing/stores.ts';
import { until } from '../../services/platform/testing/until.ts';
import { retentionRules as registryRules } from '../../services/registry/store-retention.ts';
import { retentionRules as shippingRules } from '../../services/shipping/store-retention.ts';
import { root } from './folders.ts';
import { allServices } from './services.ts';

type Sql = Pick<SqlClient, '$executeRawUnsafe'>;

interface Case {
  rules(sql: Sql): RetentionRule[];
  /** For each table the rows that it gets, by a name; those that begin with `kept` stay. `d` is the age in days. */
  rows: Record<string, { insert: string; names: string; ages: Record<string, number> }>;
}

const uuid = `gen_random_uuid()`;
const aged = `now() - d * interval '1 day'`;

/** What a service deletes, on its own database. */
const cases: Record<string, Case> = {
  payments: {
    rules: sql => paymentsRules(sql, { WEBHOOK_RETENTION_DAYS: 90 }),
    rows: {
      webhooks: {
        insert: `INSERT INTO webhooks (id, type, received_at) SELECT name, 'charge.succeeded', ${aged} FROM row`,
        names: 'SELECT id FROM webhooks',
        ages: { 'kept 1': 1, 'kept 2': 89, a: 91, b: 92, c: 93, d: 400, e: 800 },
      },
    },
  },
  checkout: {
    rules: sql => checkoutRules(sql, { CHECKOUT_RETENTION_DAYS: 30 }),
    rows: {
      checkouts: {
        insert: `INSERT INTO checkouts (id, scope, key, fingerprint, request, order_id, order_token, step, state, locked_until, attend_at,
          finished_at, check_at) SELECT ${uuid}, 'cart', name, '', '{}', ${uuid}, '', 'finished', '{}', now(), now(), ${aged},
          CASE WHEN name = 'kept: not settled' THEN now() END FROM row`,
        names: 'SELECT key FROM checkouts',
        ages: { 'kept 1': 29, 'kept: not settled': 90, a: 31, b: 32, c: 33 },
      },
    },
  },
  inventory: {
    rules: sql => inventoryRules(sql, { RESERVATION_RETENTION_DAYS: 90, SALE_RETENTION_DAYS: 400 }),
    rows: {},
  },
  notifications: {
    rules: sql => notificationsRules(sql, { MESSAGE_RETENTION_DAYS: 400 }),
    rows: {
      messages: {
        insert: `INSERT INTO messages (id, cause, channel, recipient, template, data, status, due_at, created_at)
          SELECT ${uuid}, name, 'email', 'ada@example.com', 'order-paid', '{}',
          CASE WHEN name = 'kept: not sent' THEN 'queued' ELSE 'sent' END::message_status, now(), ${aged} FROM row`,
        names: 'SELECT cause FROM messages',
        ages: { 'kept 1': 399, 'kept: not sent': 500, a: 401, b: 402, c: 403 },
      },
      sms_log: {
        insert: `INSERT INTO sms_log (id, "to", text, at) SELECT ${uuid}, '+1', name, ${aged} FROM row`,
        names: 'SELECT text FROM sms_log',
        ages: { 'kept 1': 399, a: 401 },
      },
    },
  },
  registry: {
    rules: sql => registryRules(sql, { USAGE_RETENTION_DAYS: 400 }),
    rows: {
      usage_days: {
        insert: `INSERT INTO usage_days (kind, name, operation, consumer, version, day, count)
          SELECT 'openapi', name, 'GET /a', 'cart', '1', ${aged}, 1 FROM row`,
        names: 'SELECT name FROM usage_days',
        ages: { 'kept 1': 399, a: 401, b: 402, c: 403 },
      },
      usage_fields: {
        insert: `INSERT INTO usage_fields (kind, name, operation, consumer, pointer, last_read, count)
          SELECT 'openapi', name, 'GET /a', 'cart', '/a', ${aged}, 1 FROM row`,
        names: 'SELECT name FROM usage_fields',
        ages: { 'kept 1': 399, a: 401 },
      },
      usage_batches: {
        insert: `INSERT INTO usage_batches (id, received_at) SELECT ${uuid}, ${aged} FROM row`,
        names: `SELECT 'kept ' || row_number() OVER () FROM usage_batches`,
        ages: { 'kept 1': 0, a: 2, b: 3 },
      },
    },
  },
  identity: {
    rules: identityRules,
    rows: {
      sessions: {
        insert: `WITH ada AS (INSERT INTO users (id, name, email, updated_at) VALUES ('ada', 'Ada', 'ada@example.com', now()))
          INSERT INTO sessions (id, token, expires_at, updated_at, user_id) SELECT name, name, ${aged}, now(), 'ada' FROM row`,
        names: 'SELECT id FROM sessions',
        ages: { 'kept 1': -1, a: 1, b: 2, c: 3 },
      },
      account_links: {
        insert: `INSERT INTO account_links (id, user_id, purpose, created_at, expires_at)
          SELECT ${uuid}, 'ada', name, now(), ${aged} FROM row`,
        names: 'SELECT purpose FROM account_links',
        ages: { 'kept 1': -1, a: 1 },
      },
      verifications: {
        insert: `INSERT INTO verifications (id, identifier, value, expires_at, updated_at) SELECT name, '', '', ${aged}, now() FROM row`,
        names: 'SELECT id FROM verifications',
        ages: { 'kept 1': -1, a: 1 },
      },
      sign_in_attempts: {
        insert: `INSERT INTO sign_in_attempts (key, failures, last_at, blocked_until) SELECT name, 1, ${aged}, now() FROM row`,
        names: 'SELECT key FROM sign_in_attempts',
        ages: { 'kept 1': 0, a: 2 },
      },
    },
  },
  shipping: {
    rules: sql => shippingRules(sql, { CANCELLED_ORDER_RETENTION_DAYS: 90 }),
    rows: {
      order_news: {
        insert: `INSERT INTO order_news (order_id, allocated, cancelled) SELECT ${uuid}, to_jsonb(name),
          CASE WHEN name <> 'kept: not cancelled' THEN to_char((${aged}) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') END FROM row`,
        names: `SELECT allocated ->> 0 FROM order_news`,
        ages: { 'kept 1': 89, 'kept: not cancelled': 200, a: 91, b: 92, c: 93 },
      },
    },
  },
};

async function column(pool: pg.Pool, query: string): Promise<string[]> {
  const { rows } = await pool.query<unknown[]>({ text: query, rowMode: 'array' });
  return rows.map(([value]) => String(value)).sort();
}

/** The plan of each rule's statement, for a planner that reads a whole table only where it has to. */
async function plansOf(pool: pg.Pool, rules: (sql: Sql) => RetentionRule[]): Promise<string[]> {
  const client = await pool.connect();
  try {
    await client.query('SET enable_seqscan = off');
    const plans: string[] = [];
    const explaining: Sql = {
      async $executeRawUnsafe(statement, ...values) {
        const { rows } = await client.query<unknown[]>({ text: `EXPLAIN ${statement}`, values, rowMode: 'array' });
        plans.push(rows.flat().join('\n'));
        return 0;
      },
    };
    for (const rule of rules(explaining)) await rule.deleteExpired(1_000);
    return plans;
  } finally {
    client.release(true);
  }
}

test.each(Object.entries(cases))('%s deletes what is old, and nothing else, by an index', async (service, own) => {
  const log = silentLog();
  const database = await createTestDatabase(service);
  const pool = databasePool({ url: database.url, log });
  const locks = postgresLocks({ url: database.url, log });
  try {
    for (const { insert, ages } of Object.values(own.rows)) {
      const row = `row AS (SELECT key AS name, value::integer AS d FROM jsonb_each_text('${JSON.stringify(ages)}'))`;
      await pool.query(insert.startsWith('WITH') ? insert.replace('WITH', `WITH ${row},`) : `WITH ${row} ${insert}`);
    }
    const worker = retention({ rules: own.rules(sqlClient(pool)), locks, log, batchSize: 2 });
    await worker.start();
    for (const [table, { names, ages }] of Object.entries(own.rows)) {
      const kept = Object.keys(ages).filter(name => name.startsWith('kept'));
      const isClean = async () => (await column(pool, names)).length <= kept.length;
      await until(isClean, { describe: `${table} is clean` });
      expect(await column(pool, names)).toEqual(kept.sort());
    }
    await worker.stop();
    const rules = (sql: Sql) => [...platformRules(sql, { inboxDays: 7 }), ...own.rules(sql)];
    for (const plan of await plansOf(pool, rules)) expect(plan).not.toContain('Seq Scan on');
  } finally {
    await locks.close();
    await pool.end();
    await database.drop();
  }
});

test('every table and collection is in docs/retention.md', async () => {
  const listed = fs.readFileSync(path.join(root, 'docs/retention.md'), 'utf8');
  const names = new Set<string>();
  for (const { name } of allServices.filter(({ uses }) => uses.includes('postgres'))) {
    const database = await createTestDatabase(name);
    const pool = databasePool({ url: database.url, log: silentLog() });
    const tables = `SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`;
    for (const table of await column(pool, tables)) names.add(table);
    await pool.end();
    await database.drop();
  }
  const mongo = await createTestMongo();
  await prepareDatabase(mongo.db);
  for (const { name } of await mongo.db.listCollections({}, { nameOnly: true }).toArray())
    if (!name.startsWith('system.')) names.add(name);
  await mongo.drop();
  expect([...names].filter(name => !listed.includes(`\`${name}\``))).toEqual([]);
  expect(names.size).toBeGreaterThan(40);
});
