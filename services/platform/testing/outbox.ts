import { z } from 'zod';
import type { SqlClient } from '../data/database.ts';

const schema = z.array(
  z.object({
    id: z.string(),
    topic: z.string(),
    aggregateid: z.string(),
    type: z.string(),
    source: z.string(),
    subject: z.string(),
    time: z.date(),
    payload: z.unknown(),
    traceparent: z.string().nullable(),
  }),
);

export type OutboxRecord = z.output<typeof schema>[number];

/** The unpublished events of a database, oldest first; those of an aggregate or of a type, where given. */
export async function outboxRecords(
  database: SqlClient,
  filter: { aggregateid?: string; type?: string } = {},
): Promise<OutboxRecord[]> {
  return schema.parse(
    await database.$queryRawUnsafe<unknown>(
      `SELECT id, topic, aggregateid, type, source, subject, time, payload, traceparent FROM outbox
       WHERE aggregateid = coalesce($1, aggregateid) AND type = coalesce($2, type) ORDER BY position`,
      filter.aggregateid ?? null,
      filter.type ?? null,
    ),
  );
}

/** Whether the inbox of a database has an event. */
export async function hasHandled(database: SqlClient, eventId: string): Promise<boolean> {
  const rows = await database.$queryRawUnsafe<unknown[]>('SELECT 1 FROM inbox WHERE event_id = $1', eventId);
  return rows.length > 0;
}
