import { z } from 'zod';
import { BoundedMap } from '../platform/bounded-map.ts';
import type { SqlClient } from '../platform/data/database.ts';
import { type InTransaction, withBatch } from '../platform/messaging/inbox.ts';
import { insertIntoOutbox, outboxEntries } from '../platform/messaging/outbox.ts';
import { captureTrace, type InCapturedTrace } from '../platform/observability/trace.ts';
import { applyUpdate, type OrderChange, type OrderState, type OrderUpdate } from './order-state.ts';
import { allocatedSchema, linesSchema, recordsOf } from './store.ts';
import { disputesSchema } from './store-holds.ts';

/** Collects what event handlers report about orders. */
export interface OrderRecorder {
  record(orderId: string, update: OrderUpdate): void;
}

interface Versioned {
  state: OrderState;
  /** 0 before the first event. */
  version: number;
}

/** An event that reports about an order. */
interface Reported {
  eventId: string;
  orderId: string;
  update: OrderUpdate;
  /** The trace of the event. */
  traced: InCapturedTrace;
}

/** Cached orders of this process: the events of an order arrive within minutes. */
const MAX_CACHED_ORDERS = 2_000;
/** Attempts to apply an event to an order that others change at the same time. */
const MAX_ATTEMPTS = 10;

const READ = `
SELECT order_news.order_id::text AS "orderId", version, allocated, cancelled, disputes, shipments.id::text, order_number AS "orderNumber",
  status::text, lines
FROM order_news LEFT JOIN shipments USING (order_id) WHERE order_news.order_id = ANY ($1::uuid[])`;
const readSchema = z.array(
  z.object({
    orderId: z.string(),
    version: z.number(),
    allocated: allocatedSchema.nullable(),
    cancelled: z.string().nullable(),
    disputes: disputesSchema.nullable(),
    id: z.string().nullable(),
    orderNumber: z.string().nullable(),
    status: z.enum(['waiting', 'ready', 'created', 'in_transit', 'delivered', 'cancelled']).nullable(),
    lines: linesSchema.nullable(),
  }),
);

/**
 * Applies events to orders, each with its inbox row, if the order and its parcel have not changed since they were read.
 * Parcels and settings are locked, orders by the conflict on their row, so that nothing changes in between. Returns the
 * events that were applied, and those that had been handled before.
 */
const APPLY = `
WITH change AS (
  SELECT * FROM jsonb_to_recordset($2::jsonb) AS entry (event_id text, order_id uuid, version integer, allocated jsonb, cancelled text,
    disputes jsonb, created jsonb, shipment_id uuid, status_from shipment_status, status_to shipment_status, lines jsonb, hold jsonb)
), known AS (
  SELECT event_id FROM inbox WHERE consumer = $1 AND event_id IN (SELECT event_id FROM change)
), parcel AS (
  SELECT id, status FROM shipments WHERE id IN (SELECT shipment_id FROM change) ORDER BY id FOR UPDATE
), fit AS (
  SELECT change.* FROM change LEFT JOIN parcel ON parcel.id = shipment_id
  WHERE event_id NOT IN (SELECT event_id FROM known) AND (shipment_id IS NULL OR parcel.status = status_from)
), noted AS (
  INSERT INTO order_news (order_id, version, allocated, cancelled, disputes)
  SELECT order_id, 1, allocated, cancelled, disputes FROM fit ORDER BY order_id
  ON CONFLICT (order_id) DO UPDATE SET version = order_news.version + 1, allocated = coalesce(excluded.allocated, order_news.allocated),
    cancelled = coalesce(excluded.cancelled, order_news.cancelled), disputes = coalesce(excluded.disputes, order_news.disputes)
  WHERE order_news.version = (SELECT version FROM fit WHERE fit.order_id = order_news.order_id)
  RETURNING order_id AS noted_id
), done AS (
  SELECT fit.* FROM fit JOIN noted ON noted_id = order_id
), received AS (
  INSERT INTO inbox (consumer, event_id) SELECT $1, event_id FROM done ORDER BY event_id
), setting AS (
  SELECT automatic FROM settings WHERE EXISTS (SELECT FROM done WHERE status_to = 'ready' OR created ->> 'status' = 'ready') FOR SHARE
), created AS (
  INSERT INTO shipments (id, order_id, order_number, status, method, email, phone, address, lines, ready_at, due_at, hold_reason, held_since)
  SELECT parcel.id, order_id, parcel."orderNumber", status, method, email, phone, address, parcel.lines,
    CASE WHEN status = 'ready' THEN now() END,
    CASE WHEN status = 'ready' AND parcel.hold IS NULL AND (SELECT automatic FROM setting) THEN now() END,
    (parcel.hold ->> 'reason')::hold_reason, (parcel.hold ->> 'since')::timestamptz
  FROM done, jsonb_to_record(created) AS parcel (id uuid, "orderNumber" text, status shipment_status, method text, email text, phone text,
    address jsonb, lines jsonb, hold jsonb)
  WHERE jsonb_typeof(created) = 'object'
), changed AS (
  UPDATE shipments SET status = status_to, lines = done.lines, failures = 0,
    ready_at = CASE WHEN status_to = 'ready' THEN coalesce(ready_at, now()) ELSE ready_at END,
    due_at = CASE WHEN status_to = 'ready' AND hold IS NULL AND (SELECT automatic FROM setting) THEN now() END,
    hold_reason = (hold ->> 'reason')::hold_reason, held_since = (hold ->> 'since')::timestamptz
  FROM done WHERE shipments.id = shipment_id
), published AS (${insertIntoOutbox('$3', 'done', `item ->> 'orderId' = order_id::text`)}
)
SELECT event_id AS id, 'handled' AS outcome FROM done UNION ALL SELECT event_id, 'duplicate' FROM known`;
const outcomesSchema = z.array(z.object({ id: z.string(), outcome: z.enum(['handled', 'duplicate']) }));

/**
 * Applies what events report about orders, in one statement with the inbox rows. A cached order is not read first, and
 * any other order is assumed to be new; on a version conflict the order is read and the event applied again.
 */
export function orderInbox(database: Pick<SqlClient, '$queryRawUnsafe'>): InTransaction<OrderRecorder> {
  const cached = new BoundedMap<string, Versioned>(MAX_CACHED_ORDERS);

  async function read(orderIds: readonly string[]): Promise<void> {
    for (const orderId of orderIds) cached.delete(orderId);
    const rows = readSchema.parse(await database.$queryRawUnsafe<unknown>(READ, orderIds));
    for (const { orderId, version, allocated, cancelled, disputes, id, orderNumber, status, lines } of rows) {
      const shipment = id && orderNumber && status && lines ? { id, orderId, orderNumber, status, lines } : undefined;
      const state = {
        ...(allocated === null ? {} : { allocated }),
        ...(cancelled === null ? {} : { cancelled }),
        ...(disputes === null ? {} : { disputes }),
        ...(shipment && { shipment }),
      };
      cached.set(orderId, { state, version });
    }
  }

  /** Applies one event of each order; returns the outcome of each event that was applied or is a duplicate. */
  async function apply(consumer: string, reported: readonly Reported[]): Promise<Map<string, 'handled' | 'duplicate'>> {
    const at = new Date().toISOString();
    const planned = reported.map(({ eventId, orderId, update, traced }) => {
      const { state, version } = cached.get(orderId) ?? { state: {}, version: 0 };
      const change = applyUpdate(state, update, at);
      const entries = traced(() => outboxEntries(recordsOf(orderId, change.events)));
      return {
        row: rowOf(eventId, orderId, version, change),
        entries: entries.map(entry => ({ ...entry, orderId })),
        after: { orderId, eventId, versioned: { state: change.state, version: version + 1 } },
      };
    });
    const parameters = [planned.map(({ row }) => row), planned.flatMap(({ entries }) => entries)];
    const [rows, entries] = parameters.map(list => JSON.stringify(list));
    const found = outcomesSchema.parse(await database.$queryRawUnsafe<unknown>(APPLY, consumer, rows, entries));
    const outcomes = new Map(found.map(({ id, outcome }) => [id, outcome]));
    for (const { after } of planned)
      if (outcomes.get(after.eventId) === 'handled') cached.set(after.orderId, after.versioned);
    return outcomes;
  }

  return withBatch(async (consumer, events) => {
    const reported: Reported[] = [];
    for (const { id: eventId, run } of events)
      await run({
        record: (orderId, update) => reported.push({ eventId, orderId, update, traced: captureTrace() }),
      });
    const outcomes = new Map<string, 'handled' | 'duplicate'>();
    let left: readonly Reported[] = reported;
    for (let attempt = 0; left.length > 0; attempt += 1) {
      if (attempt === MAX_ATTEMPTS + events.length) throw new Error('Too many version conflicts');
      // One event an order at a time, in their order.
      const firsts = [...new Map(left.toReversed().map(each => [each.orderId, each])).values()];
      const applied = await apply(consumer, firsts);
      for (const [id, outcome] of applied) if (!outcomes.has(id)) outcomes.set(id, outcome);
      left = left.filter(({ eventId }) => !applied.has(eventId));
      const stale = firsts.filter(({ eventId }) => !applied.has(eventId)).map(({ orderId }) => orderId);
      if (stale.length > 0) await read(stale);
    }
    return events.map(({ id }) => outcomes.get(id) ?? 'handled');
  });
}

function rowOf(eventId: string, orderId: string, version: number, { state, created, parcel }: OrderChange): object {
  const { allocated, cancelled, disputes } = state;
  const moved = parcel && {
    shipment_id: parcel.id,
    status_from: parcel.from,
    status_to: parcel.to,
    lines: parcel.lines,
    hold: parcel.hold,
  };
  return { event_id: eventId, order_id: orderId, version, allocated, cancelled, disputes, created, ...moved };
}
