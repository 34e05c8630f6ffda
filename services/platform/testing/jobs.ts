import { z } from 'zod';
import type { SqlClient } from '../data/database.ts';
import { failureSchema } from '../failure.ts';

const rows = z.array(
  z.object({
    id: z.string(),
    payload: z.unknown(),
    attempts: z.number(),
    nextAt: z.date(),
    lastError: failureSchema.nullable(),
    gaveUpAt: z.date().nullable(),
  }),
);

/** The job of a key as it is stored; undefined when there is none. */
export async function findJob(database: SqlClient, { queue, key }: { queue: string; key: string }) {
  const found = await database.$queryRawUnsafe<unknown>(
    `SELECT id, payload, attempts, next_at AS "nextAt", last_error AS "lastError", gave_up_at AS "gaveUpAt" FROM jobs
     WHERE queue = $1 AND key = $2`,
    queue,
    key,
  );
  return rows.parse(found)[0];
}
