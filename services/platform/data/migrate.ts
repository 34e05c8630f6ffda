import { createHash, randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { isUniqueViolation } from './database.ts';

/** The advisory lock of `prisma migrate deploy`, so that it and this function exclude each other. */
const ADVISORY_LOCK = 72_707_369;
const LOCK_POLL_MS = 100;

/** The table of `prisma migrate deploy`. */
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

interface Migration {
  name: string;
  sql: string;
  checksum: string;
  /** Checksums of earlier versions of this file, which led to the same schema. */
  replaces: readonly string[];
}

const PLATFORM_MIGRATIONS = path.resolve(import.meta.dirname, '../prisma/migrations');

/** A migration that is this statement alone; Prisma runs such a one without a transaction as well. */
const CONCURRENT_INDEX = /^(?:--.*\n|\s)*CREATE (?:UNIQUE )?INDEX CONCURRENTLY "([^"]+)"[^;]*;\s*$/;

/** `-- replaces sha256:<hex>`: the checksum of an earlier version of a migration. */
const REPLACES = /^-- replaces sha256:([0-9a-f]{64})$/gm;

function readMigrations(dir: string): Migration[] {
  const names = fs.readdirSync(dir).filter(name => fs.existsSync(path.join(dir, name, 'migration.sql')));
  return names.sort().map(name => {
    const sql = fs.readFileSync(path.join(dir, name, 'migration.sql'), 'utf8');
    const replaces = [...sql.matchAll(REPLACES)].flatMap(([, checksum]) => (checksum === undefined ? [] : [checksum]));
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex'), replaces };
  });
}

const RECORD =
  'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)';

/**
 * Builds the index of a migration that is one `CREATE INDEX CONCURRENTLY`, which no transaction may contain, while
 * others write to the table. What a build that was interrupted has left is removed first.
 */
async function buildIndex(client: pg.Client, index: string, sql: string): Promise<void> {
  const { rows } = await client.query<{ valid: boolean }>(
    'SELECT indisvalid AS valid FROM pg_index WHERE indexrelid = to_regclass($1)',
    [pg.escapeIdentifier(index)],
  );
  if (rows[0]?.valid) return;
  if (rows[0]) await client.query(`DROP INDEX CONCURRENTLY ${pg.escapeIdentifier(index)}`);
  await client.query(sql);
}

/**
 * Runs the statements of one migration and its row in one transaction, so that a failure leaves nothing behind; those
 * of an index that is built concurrently one after the other.
 */
async function apply(client: pg.Client, migration: Migration): Promise<void> {
  const [, index] = CONCURRENT_INDEX.exec(migration.sql) ?? [];
  try {
    if (index === undefined) await client.query('BEGIN');
    if (index === undefined) await client.query(migration.sql);
    else await buildIndex(client, index, migration.sql);
    await client.query(RECORD, [randomUUID(), migration.checksum, migration.name]);
    if (index === undefined) await client.query('COMMIT');
  } catch (error) {
    if (index === undefined) await client.query('ROLLBACK');
    throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}`, { cause: error });
  }
}

/** Applies `migration` unless the database has it. Returns whether it ran. */
async function applyOnce(client: pg.Client, migration: Migration): Promise<boolean> {
  const { rows } = await client.query<{ checksum: string; finished_at: Date | null }>(
    'SELECT checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL AND migration_name = $1',
    [migration.name],
  );
  const [row] = rows;
  if (!row) {
    await apply(client, migration);
    return true;
  }
  if (!row.finished_at)
    throw new Error(`Migration ${migration.name} failed earlier: repair the database, then remove its row`);
  if (row.checksum === migration.checksum) return false;
  if (!migration.replaces.includes(row.checksum))
    throw new Error(`Migration ${migration.name} was edited after it ran: write a new one`);
  await client.query('UPDATE _prisma_migrations SET checksum = $1 WHERE migration_name = $2', [
    migration.checksum,
    migration.name,
  ]);
  return false;
}

/**
 * Waits for the lock. A statement that waits inside the server would have a snapshot, which a concurrent build of an
 * index by the process that has the lock waits for in its turn.
 */
async function lock(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query('SELECT pg_try_advisory_lock($1) AS acquired', [ADVISORY_LOCK]);
    if (rows[0]?.acquired === true) return;
    await sleep(LOCK_POLL_MS);
  }
}

/**
 * Applies the migrations of each folder (`<name>/migration.sql`, by name) that a database does not have yet, and
 * records them as Prisma does. Safe for concurrent processes. A migration may replace an earlier version of itself that
 * led to the same schema: a comment `-- replaces sha256:<hex>` names its checksum, and databases that ran it keep their
 * rows.
 * @returns the names of those applied now
 * @throws Error when one fails, or was edited after it ran
 */
export async function applyMigrations(folders: readonly string[], url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // a connection that is lost fails the current query
  await client.connect();
  try {
    await lock(client);
    await client.query(CREATE_TABLE);
    const applied: string[] = [];
    for (const migration of folders.flatMap(readMigrations))
      if (await applyOnce(client, migration)) applied.push(migration.name);
    return applied;
  } finally {
    await client.end();
  }
}

/**
 * Brings the database of a service up to date: the migrations of the platform, then those in `folder`.
 * @returns the names of those applied now
 * @throws Error when one fails, or was edited after it ran
 */
export function migrateService(folder: string, url: string): Promise<string[]> {
  return applyMigrations([PLATFORM_MIGRATIONS, folder], url);
}

/** Creates the database of a URL, unless it exists. */
export async function ensureDatabase(url: string): Promise<void> {
  const target = new URL(url);
  const name = decodeURIComponent(target.pathname.slice(1));
  target.pathname = '/postgres';
  const client = new pg.Client({ connectionString: target.href });
  client.on('error', () => {}); // a connection that is lost fails the current query
  await client.connect();
  try {
    // A role that may not create databases has one of its own.
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== '42P04' && !isUniqueViolation(error)) throw error; // another process was faster
  } finally {
    await client.end();
  }
}
