import { z } from 'zod';
import type { Flow } from '../observability/flow.ts';
import type { SqlClient } from './database.ts';

const OUTBOX_AGE = `SELECT coalesce(extract(epoch FROM now() - min(time)), 0)::float8 AS value FROM outbox`;
const PARKED = 'SELECT count(*)::float8 AS value FROM parked_events';
const GIVEN_UP = 'SELECT count(*)::float8 AS value FROM jobs WHERE gave_up_at IS NOT NULL';
const JOB_AGE = `
SELECT coalesce(extract(epoch FROM now() - min(next_at)), 0)::float8 AS value FROM jobs
WHERE gave_up_at IS NULL AND next_at <= now() AND (leased_until IS NULL OR leased_until < now())`;

const OUTBOX_LIMIT_SECONDS = 60;
const JOB_LIMIT_SECONDS = 300;

const rows = z.array(z.object({ value: z.number() }));

/**
 * The flows of the platform's tables: oldest unpublished event, parked events, longest due job that does not run, jobs
 * that were given up.
 */
export function postgresFlows(database: SqlClient): Flow[] {
  const measure = (query: string) => async (): Promise<number> => {
    const [row] = rows.parse(await database.$queryRawUnsafe<unknown>(query));
    return Math.max(0, row?.value ?? 0);
  };
  return [
    { name: 'outbox', unit: 'seconds', limit: OUTBOX_LIMIT_SECONDS, measure: measure(OUTBOX_AGE) },
    { name: 'parked events', unit: 'items', limit: 0, measure: measure(PARKED) },
    { name: 'jobs', unit: 'seconds', limit: JOB_LIMIT_SECONDS, measure: measure(JOB_AGE) },
    { name: 'jobs given up', unit: 'items', limit: 0, measure: measure(GIVEN_UP) },
  ];
}
