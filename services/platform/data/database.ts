import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Log } from '../observability/log.ts';

/**
 * The part of a Prisma client, or of the client inside `$transaction`, that the platform uses: statements with numbered
 * parameters.
 */
export interface SqlClient {
  $executeRawUnsafe(statement: string, ...values: unknown[]): PromiseLike<number>;
  $queryRawUnsafe<T>(statement: string, ...values: unknown[]): PromiseLike<T>;
}

/** Whether a statement violated a unique index (23505; PostgreSQL, appendix A). */
export const isUniqueViolation = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === '23505';

/** A Prisma client with interactive transactions of `Tx`. */
export interface SqlDatabase<Tx extends SqlClient> extends SqlClient {
  $transaction<R>(run: (tx: Tx) => Promise<R>, options?: { timeout?: number; maxWait?: number }): Promise<R>;
}

export interface DatabaseOptions {
  url: string;
  log: Log;
  /** Connections of this process; default 10. */
  poolSize?: number;
  /** The server cancels a statement that runs longer, ms; default 10,000. */
  statementTimeoutMs?: number;
}

/**
 * A new connection reads catalogs, compiles functions and plans each statement again, which takes ten times as long as
 * the statement. Idle connections are therefore kept for minutes.
 */
const IDLE_MS = 5 * 60_000;

/** The name under which a statement is prepared on each connection; the same text has the same name. */
const statementName = (() => {
  const names = new Map<string, string>();
  return (sql: string): string => {
    const name = names.get(sql) ?? createHash('sha256').update(sql).digest('hex').slice(0, 32);
    if (names.size < 1_000) names.set(sql, name);
    return name;
  };
})();

/**
 * The connections of this process to a database. Waits 3 s for one, and lets the server end transactions that idle for
 * 15 s.
 */
export function databasePool(options: DatabaseOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.poolSize ?? 10,
    connectionTimeoutMillis: 3_000,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    statement_timeout: options.statementTimeoutMs ?? 10_000,
    idle_in_transaction_session_timeout: 15_000,
  });
  pool.on('error', error => options.log.warn({ error }, 'a database connection was lost'));
  return pool;
}

/**
 * The adapter of a Prisma client: `new PrismaClient({ adapter: prismaAdapter({ url, log }) })`. Prepares each statement
 * once per connection. The client's `$disconnect` ends the pool, also one that was given.
 */
export function prismaAdapter(options: DatabaseOptions, pool = databasePool(options)): PrismaPg {
  return new PrismaPg(pool, {
    disposeExternalPool: true,
    onConnectionError: error => options.log.warn({ error }, 'a database connection was lost'),
    statementNameGenerator: ({ sql }) => statementName(sql),
  });
}

/**
 * Single statements on a pool, each prepared once per connection, without Prisma: a quarter of its CPU, for what runs
 * with every order. Rows are as node-postgres reads them: `bigint` is text.
 */
export function sqlClient(pool: pg.Pool): SqlClient {
  const query = (text: string, values: unknown[]) => pool.query({ name: statementName(text), text, values });
  return {
    $executeRawUnsafe: async (text, ...values) => (await query(text, values)).rowCount ?? 0,
    // The caller says what the rows of its statement are, as with Prisma.
    $queryRawUnsafe: async <T>(text: string, ...values: unknown[]) => (await query(text, values)).rows as T,
  };
}
