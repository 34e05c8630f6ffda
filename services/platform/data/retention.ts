import type { Log } from '../observability/log.ts';
import { periodicWorker, type Worker } from '../workers/periodic-worker.ts';
import type { SqlClient } from './database.ts';
import type { Locks } from './locks.ts';

const TEN_MINUTES_MS = 10 * 60_000;
const BATCH_SIZE = 1_000;

/** What is deleted once it is old enough. */
export interface RetentionRule {
  /** For the log. */
  name: string;
  /** Deletes at most `limit` expired items, the oldest first; returns how many. */
  deleteExpired(limit: number): Promise<number>;
}

/**
 * A rule for rows of a table: they expire `days` after the time in `column`, those alone for which the SQL condition
 * `where` holds. An index has to begin with the column, or with columns that `where` compares and then the column. Rows
 * that somebody has locked are left for the next run.
 */
export function expiredRows(
  database: Pick<SqlClient, '$executeRawUnsafe'>,
  rows: { table: string; column: string; days: number; where?: string },
): RetentionRule {
  const { table, column, days, where = 'true' } = rows;
  const statement = `
DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
  SELECT ctid FROM ${table} WHERE ${column} < now() - $1::integer * interval '1 day' AND ${where}
  ORDER BY ${column} LIMIT $2::integer FOR UPDATE SKIP LOCKED))`;
  return { name: table, deleteExpired: async limit => database.$executeRawUnsafe(statement, days, limit) };
}

/** The rules for the platform's tables. */
export function platformRules(
  database: Pick<SqlClient, '$executeRawUnsafe'>,
  options: { inboxDays: number },
): RetentionRule[] {
  return [
    expiredRows(database, { table: 'idempotency_keys', column: 'expires_at', days: 0 }),
    expiredRows(database, { table: 'inbox', column: 'handled_at', days: options.inboxDays }),
  ];
}

/**
 * A worker that deletes what has expired, every ten minutes, in batches, so that no statement takes long. A rule that
 * fails is logged; the others are applied.
 */
export function retention(options: {
  rules: readonly RetentionRule[];
  locks: Locks;
  log: Log;
  batchSize?: number;
}): Worker {
  const { rules, log, batchSize = BATCH_SIZE } = options;

  async function applyRule(rule: RetentionRule, signal: AbortSignal): Promise<void> {
    let total = 0;
    for (let deleted = batchSize; deleted === batchSize && !signal.aborted; total += deleted)
      deleted = await rule.deleteExpired(batchSize);
    if (total > 0) log.info({ rule: rule.name, deleted: total }, 'expired items were deleted');
  }

  const run = async (signal: AbortSignal) => {
    for (const rule of rules)
      await applyRule(rule, signal).catch(error => log.error({ error, rule: rule.name }, 'a retention rule failed'));
  };
  return periodicWorker(TEN_MINUTES_MS, 'retention', run, options);
}
