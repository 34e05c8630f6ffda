import { createHash } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import type { Log } from '../observability/log.ts';

/**
 * The part of a Prisma client, or of the client inside `$transaction`, that the platform uses: statements with numbered
 * parameters.
 */
export interface SqlClient {
  $executeRawUnsafe(statement: string, ...values: unknown[]): PromiseLike<number>;
  $queryRawUnsafe<T>(statement: string, ...values: unknown[]): PromiseLike<T>;
}

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
 * The adapter of a Prisma client: `new PrismaClient({ adapter: prismaAdapter({ url, log }) })`. Waits 3 s for a
 * connection, prepares each statement once per connection, and lets the server end transactions that idle for 15 s.
 */
export function prismaAdapter(options: DatabaseOptions): PrismaPg {
  const names = new Map<string, string>();
  return new PrismaPg(
    {
      connectionString: options.url,
      max: options.poolSize ?? 10,
      connectionTimeoutMillis: 3_000,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      statement_timeout: options.statementTimeoutMs ?? 10_000,
      idle_in_transaction_session_timeout: 15_000,
    },
    {
      onPoolError: error => options.log.warn({ error }, 'a database connection was lost'),
      onConnectionError: error => options.log.warn({ error }, 'a database connection was lost'),
      statementNameGenerator: ({ sql }) => {
        const name = names.get(sql) ?? createHash('sha256').update(sql).digest('hex').slice(0, 32);
        if (names.size < 1_000) names.set(sql, name);
        return name;
      },
    },
  );
}
