import { z } from 'zod';
import { emailKey } from '../platform/email-address.ts';
import { type InTransaction, inboxTransaction, withBatch } from '../platform/messaging/inbox.ts';
import { insertIntoOutbox, outboxEntries } from '../platform/messaging/outbox.ts';
import { captureTrace, currentTrace, type InCapturedTrace } from '../platform/observability/trace.ts';
import { applyFact, type Fact, type PlacedOrder, saleOf, statusOf } from './order.ts';
import type { VersionedOrder } from './order-cache.ts';
import { recordsOf } from './order-events.ts';
import { recordFact } from './store.ts';
import { readOrders, type Stores, type Tx } from './store-read.ts';

/** Collects the facts that event handlers report. */
export interface FactRecorder {
  record(orderId: string, fact: Fact): Promise<unknown>;
}

interface Recorded {
  orderId: string;
  fact: Fact;
  traced: InCapturedTrace;
}

/**
 * Applies facts to orders that have not changed since they were read: fact, status, sale and events of all of them,
 * with the inbox rows, or nothing where an order has changed or an event was handled. Rows are locked in the order of
 * their ids; the events are inserted once the locks are held, so those of an order are published in the order of
 * commits.
 */
const APPLY = `
WITH change AS (
  SELECT * FROM jsonb_to_recordset($3::jsonb) AS entry (id uuid, version integer, status order_status, facts jsonb, sale jsonb)
), locked AS (
  SELECT orders.id FROM orders JOIN change ON change.id = orders.id AND change.version = orders.version ORDER BY orders.id FOR UPDATE OF orders
), verdict AS (
  SELECT (SELECT count(*) FROM locked) = (SELECT count(*) FROM change)
    AND NOT EXISTS (SELECT FROM inbox WHERE consumer = $1 AND event_id = ANY ($2::text[])) AS unchanged
), approval AS (
  SELECT unchanged FROM verdict WHERE unchanged
), applicable AS (
  SELECT change.* FROM change, approval
), received AS (
  INSERT INTO inbox (consumer, event_id) SELECT $1, id FROM unnest($2::text[]) AS id, approval ORDER BY id
), updated AS (
  UPDATE orders SET status = applicable.status, version = orders.version + 1 FROM applicable WHERE orders.id = applicable.id
), recorded AS (
  INSERT INTO order_facts (order_id, id, fact)
  SELECT applicable.id, fact ->> 'id', fact FROM applicable, jsonb_array_elements(facts) WITH ORDINALITY AS list (fact, place)
  ORDER BY applicable.id, place
), sold AS (
  SELECT id, entry.* FROM applicable,
    jsonb_to_record(sale) AS entry (paid_at timestamptz, currency text, amount bigint, units integer, country text, email_key text,
      lines jsonb)
  WHERE jsonb_typeof(sale) = 'object'
), sale AS (
  INSERT INTO sales (order_id, paid_at, currency, amount, units, country) SELECT id, paid_at, currency, amount, units, country FROM sold
), sold_line AS (
  INSERT INTO sold_lines (order_id, position, paid_at, sku, title, quantity, currency, amount)
  SELECT id, line.position, paid_at, line.sku, line.title, line.quantity, currency, line.amount
  FROM sold, jsonb_to_recordset(lines) AS line (position integer, sku text, title text, quantity integer, amount bigint)
), buyer AS (
  SELECT email_key FROM customers WHERE email_key IN (SELECT email_key FROM sold) ORDER BY email_key FOR UPDATE
), spent AS (
  UPDATE customers SET spent = spent + total.amount
  FROM (SELECT email_key, currency, sum(amount)::bigint AS amount FROM sold JOIN buyer USING (email_key) GROUP BY 1, 2) total
  WHERE customers.email_key = total.email_key AND customers.currency = total.currency
), published AS (${insertIntoOutbox('$4', 'approval')}
)
SELECT unchanged FROM verdict`;

const verdictSchema = z.tuple([z.object({ unchanged: z.boolean() })]);

/**
 * Records the facts of events in one statement with their inbox rows. A cached order is not read again; one that has
 * changed since then, or that is not placed yet, is handled under its lock.
 */
export function factInbox({ database, sql, orders: known }: Stores): InTransaction<FactRecorder> {
  const locked = inboxTransaction<Tx, FactRecorder>(database, tx => ({
    record: (orderId, fact) => recordFact(tx, orderId, fact),
  }));

  async function read(ids: readonly string[]): Promise<void> {
    const found = await readOrders(
      database,
      [...new Set(ids)].filter(id => known.get(id) === undefined),
    );
    for (const [id, { order, version }] of found) known.set(id, { order, version });
  }

  /** False, without an effect, if the facts have to be applied under the locks of their orders. */
  async function apply(consumer: string, eventIds: readonly string[], recorded: readonly Recorded[]): Promise<boolean> {
    await read(recorded.map(({ orderId }) => orderId));
    const changed = new Map<string, VersionedOrder>();
    const changes = new Map<string, Change>();
    const entries: unknown[] = [];
    for (const { orderId, fact, traced } of recorded) {
      const before = changed.get(orderId) ?? known.get(orderId);
      if (!before) return false;
      const { order, events } = applyFact(before.order, fact);
      if (order === before.order) continue;
      const change = withFact(changes.get(orderId) ?? changeOf(orderId, before.version), before.order, order, fact);
      if (!change) return false;
      changes.set(orderId, change);
      changed.set(orderId, { order, version: change.version + 1 });
      const records = recordsOf(orderId, events);
      entries.push(...traced(() => outboxEntries(records)));
    }
    const parameters = [consumer, eventIds, JSON.stringify([...changes.values()]), JSON.stringify(entries)];
    const rows = await sql.$queryRawUnsafe<unknown>(APPLY, ...parameters);
    const [{ unchanged }] = verdictSchema.parse(rows);
    if (unchanged) for (const [id, versioned] of changed) known.set(id, versioned);
    return unchanged;
  }

  return withBatch(async (consumer, events) => {
    const recorded: Recorded[] = [];
    const recorder: FactRecorder = {
      async record(orderId, fact) {
        const trace = currentTrace();
        const kept = trace ? { ...fact, traceId: trace.traceId } : fact;
        recorded.push({ orderId, fact: kept, traced: captureTrace() });
      },
    };
    for (const { run } of events) await run(recorder);
    const ids = events.map(({ id }) => id);
    // Retry with orders that are read again: another process may have changed one since it was cached.
    for (let attempt = 0; attempt < 2 && new Set(ids).size === ids.length; attempt += 1) {
      if (await apply(consumer, ids, recorded)) return events.map(() => 'handled');
      for (const { orderId } of recorded) known.delete(orderId);
    }
    return locked.batch ? locked.batch(consumer, events) : [];
  });
}

/** What is written of an order. */
interface Change {
  id: string;
  version: number;
  status: string;
  facts: Fact[];
  sale?: object;
}

const changeOf = (id: string, version: number): Change => ({ id, version, status: '', facts: [] });

/** A change with one more fact; undefined where the sale of the order is changed or withdrawn, which is rare. */
function withFact(change: Change, before: PlacedOrder, after: PlacedOrder, fact: Fact): Change | undefined {
  const added = { ...change, status: statusOf(after.facts), facts: [...change.facts, fact] };
  const saleBefore = saleOf(before);
  const saleAfter = saleOf(after);
  if (saleBefore?.amount === saleAfter?.amount && saleBefore?.paidAt === saleAfter?.paidAt) return added;
  if (saleBefore !== undefined || saleAfter === undefined) return undefined;
  const { email, lines, totals, shippingAddress } = after.content;
  const sale = {
    paid_at: saleAfter.paidAt,
    currency: totals.total.currency,
    amount: saleAfter.amount,
    units: lines.reduce((sum, line) => sum + line.quantity, 0),
    country: shippingAddress.country,
    email_key: emailKey(email),
    lines: lines.map(({ sku, title, quantity, lineTotal }, position) => {
      return { position, sku, title, quantity, amount: lineTotal.amount };
    }),
  };
  return { ...added, sale };
}
