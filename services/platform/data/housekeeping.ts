import type { Log } from '../observability/log.ts';
import { periodicWorker, type Worker } from '../workers.ts';
import type { SqlClient } from './database.ts';
import type { Locks } from './locks.ts';

const TEN_MINUTES = 10 * 60_000;

/**
 * Deletes expired rows of the platform's tables: responses to an Idempotency-Key after 24 hours, inbox rows after seven
 * days.
 */
export function housekeeping(options: { database: SqlClient; locks: Locks; log: Log }): Worker {
  const run = async () => {
    await options.database.$executeRawUnsafe('DELETE FROM idempotency_keys WHERE expires_at < now()');
    await options.database.$executeRawUnsafe(`DELETE FROM inbox WHERE handled_at < now() - interval '7 days'`);
  };
  return periodicWorker(TEN_MINUTES, 'housekeeping', run, options);
}
