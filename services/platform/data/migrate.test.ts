import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { testEnvironment } from '../testing/environment.ts';
import { until } from '../testing/until.ts';
import { applyMigrations, ensureDatabase } from './migrate.ts';

let folder: string;
let url: string;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'migrations-'));
  const target = new URL(testEnvironment('DATABASE_URL'));
  target.pathname = `/test_migrate_${Date.now()}_${Math.random().toString(36).slice(2)}`;
  url = target.href;
  await ensureDatabase(url);
});

afterEach(async () => {
  fs.rmSync(folder, { recursive: true });
  await query(testEnvironment('DATABASE_URL'), `DROP DATABASE "${new URL(url).pathname.slice(1)}" WITH (FORCE)`);
});

function write(name: string, sql: string): void {
  fs.mkdirSync(path.join(folder, name), { recursive: true });
  fs.writeFileSync(path.join(folder, name, 'migration.sql'), sql);
}

async function query(on: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: on });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Builds of an index that wait for transactions. */
const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
  AND query LIKE '%CONCURRENTLY%' AND pid <> pg_backend_pid()`;

describe('migrations', () => {
  test('run by name, each once, also when several processes run them at the same time', async () => {
    write('2_add', 'INSERT INTO item VALUES (1)');
    write('1_init', 'CREATE TABLE item (id int PRIMARY KEY)');
    const results = await Promise.all([1, 2, 3].map(() => applyMigrations([folder], url)));
    expect(results.flat()).toEqual(['1_init', '2_add']);
    expect(await query(url, 'SELECT id FROM item')).toEqual([{ id: 1 }]);
    write('3_more', 'INSERT INTO item VALUES (2)');
    expect(await applyMigrations([folder], url)).toEqual(['3_more']);
  });

  test('leave the rows that `prisma migrate deploy` reads', async () => {
    write('1_init', 'CREATE TABLE item (id int)');
    await applyMigrations([folder], url);
    const [row] = await query(
      url,
      'SELECT migration_name, checksum, finished_at, rolled_back_at, applied_steps_count FROM _prisma_migrations',
    );
    expect(row).toMatchObject({ migration_name: '1_init', rolled_back_at: null, applied_steps_count: 1 });
    expect(row?.checksum).toMatch(/^[0-9a-f]{64}$/);
    expect(row?.finished_at).toBeInstanceOf(Date);
  });

  test('that fail change nothing, name themselves, and can be corrected', async () => {
    write('1_init', 'CREATE TABLE item (id int); INSERT INTO nothing VALUES (1)');
    await expect(applyMigrations([folder], url)).rejects.toThrow(/Migration 1_init failed: .*nothing/);
    write('1_init', 'CREATE TABLE item (id int)');
    expect(await applyMigrations([folder], url)).toEqual(['1_init']);
  });

  test('that were edited after they ran are refused', async () => {
    write('1_init', 'CREATE TABLE item (id int)');
    await applyMigrations([folder], url);
    write('1_init', 'CREATE TABLE item (id bigint)');
    await expect(applyMigrations([folder], url)).rejects.toThrow('Migration 1_init was edited after it ran');
  });

  test('that build an index concurrently let others write, and repair what an interrupted build has left', async () => {
    write('1_init', 'CREATE TABLE item (id int); INSERT INTO item VALUES (1), (1)');
    await applyMigrations([folder], url);
    const build = '-- By id.\nCREATE UNIQUE INDEX CONCURRENTLY "item_id_key" ON "item" ("id");\n';
    write('2_index', build);
    await expect(applyMigrations([folder], url)).rejects.toThrow(/Migration 2_index failed: .*could not create unique/);
    const valid = `SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = 'item_id_key'::regclass`;
    expect(await query(url, valid)).toEqual([{ valid: false }]);
    await query(url, 'DELETE FROM item');
    const writer = new pg.Client({ connectionString: url });
    await writer.connect();
    await writer.query('BEGIN; INSERT INTO item VALUES (1)');
    const building = Promise.all([1, 2].map(() => applyMigrations([folder], url)));
    await until(async () => (await query(url, waiting)).length === 1, { describe: 'the build waits for the writer' });
    await query(url, 'INSERT INTO item VALUES (2)');
    await writer.query('COMMIT');
    await writer.end();
    expect((await building).flat()).toEqual(['2_index']);
    expect(await query(url, valid)).toEqual([{ valid: true }]);
    expect(await query(url, 'SELECT id FROM item ORDER BY id')).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('that name the version they replace are accepted, and no other version is', async () => {
    const before = 'CREATE TABLE shared (id int); CREATE TABLE item (id int)';
    write('1_init', before);
    await applyMigrations([folder], url);
    const checksum = createHash('sha256').update(before).digest('hex');
    const after = `-- replaces sha256:${checksum}\nCREATE TABLE item (id int)`;
    write('1_init', after);
    expect(await applyMigrations([folder], url)).toEqual([]);
    write('1_init', `${after}; -- edited`);
    await expect(applyMigrations([folder], url)).rejects.toThrow('Migration 1_init was edited after it ran');
  });
});

test('concurrent requests create a database once', async () => {
  await Promise.all([ensureDatabase(url), ensureDatabase(url)]);
  expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});
