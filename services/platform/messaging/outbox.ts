import type { EventRecord } from '../../../contracts/codegen/runtime/events.ts';
import type { SqlClient } from '../data/database.ts';
import { traceparent } from '../observability/trace.ts';

/** Kafka refuses messages beyond 1 MiB; one that can never be published must not get into the outbox. */
const MAX_PAYLOAD_BYTES = 900_000;

/** A row of the outbox. `row` identifies the row, not the event. */
export interface OutboxRow {
  row: string;
  record: EventRecord;
  traceparent?: string;
}

/** The columns of the outbox: those of Debezium's outbox event router, the CloudEvents attributes and the trace
 * (https://debezium.io/documentation/reference/stable/transformations/outbox-event-router.html). */
export interface OutboxEntry {
  id: string;
  aggregatetype: string;
  aggregateid: string;
  type: string;
  payload: unknown;
  topic: string;
  source: string;
  subject: string;
  time: string;
  traceparent: string | null;
}

/**
 * `records` as outbox entries of the current trace. Throws RangeError for a payload that Kafka would refuse, TypeError
 * for headers of the contract's own.
 */
export function outboxEntries(records: readonly EventRecord[]): OutboxEntry[] {
  return records.map(record => {
    const bytes = Buffer.byteLength(JSON.stringify(record.payload));
    if (bytes > MAX_PAYLOAD_BYTES)
      throw new RangeError(`${record.type} of ${record.key} has ${bytes} bytes; Kafka takes ${MAX_PAYLOAD_BYTES}`);
    if (record.headers) throw new TypeError(`${record.type} carries headers, which the outbox does not store`);
    if (record.contentType)
      throw new TypeError(`${record.type} is ${record.contentType}, which the outbox does not store`);
    return {
      id: record.id,
      aggregatetype: record.topic.split('.')[1] ?? record.topic,
      aggregateid: record.key,
      type: record.type,
      payload: record.payload,
      topic: record.topic,
      source: record.source,
      subject: record.subject,
      time: record.time,
      traceparent: traceparent() ?? null,
    };
  });
}

const COLUMNS = 'id, aggregatetype, aggregateid, type, payload, topic, source, subject, time, traceparent';

/** The rows of a jsonb parameter with outbox entries, in their order. */
const SELECT = (parameter: string, more = ''): string => `
SELECT ${COLUMNS.replaceAll(/\w+/g, 'entry.$&')}
FROM jsonb_array_elements(${parameter}::jsonb) WITH ORDINALITY AS list (item, place),
  jsonb_to_record(item) AS entry (id uuid, aggregatetype text, aggregateid text, type text, payload jsonb, topic text, source text, subject text,
    time timestamptz, traceparent text)${more}
ORDER BY place`;

const INSERT = `INSERT INTO outbox (${COLUMNS}) ${SELECT('$1')}`;

/**
 * `addToOutbox` as a part of the statement that makes the events true (WITH … AS). `parameter` has the JSON of
 * `outboxEntries`, `changed` is the part of the statement that changes the aggregate and returns its row: without one
 * nothing is added. Where it changes several, `ofEntry` says which row an entry (`item`, jsonb) belongs to.
 */
export const insertIntoOutbox = (parameter: string, changed: string, ofEntry = 'true'): string =>
  `INSERT INTO outbox (${COLUMNS}) ${SELECT(parameter, `, ${changed} WHERE ${ofEntry}`)}`;

/**
 * Adds events to the outbox inside the transaction `tx` that makes them true (Prisma's interactive transaction): they
 * are published, in this order, if and only if it commits. Change the aggregate first and add its events after: the
 * lock on its row is what keeps the events of one key in the order of their commits. Throws RangeError for a payload
 * above 900 kB.
 */
export async function addToOutbox(tx: Pick<SqlClient, '$executeRawUnsafe'>, ...records: EventRecord[]): Promise<void> {
  if (records.length > 0) await tx.$executeRawUnsafe(INSERT, JSON.stringify(outboxEntries(records)));
}
