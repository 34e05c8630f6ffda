import { z } from 'zod';
import type { Waiting } from '../../generated/notifications/types.ts';
import { newId } from '../platform/ids.ts';
import type { View } from './message.ts';
import type { PrismaClient } from './prisma/client/client.ts';

/** The most variants that an address waits for. */
export const MAX_ALERTS = 20;
/** How long an address is kept, days: while it waits, and after its mail. */
export const KEPT_DAYS = { waiting: 180, sent: 30 } as const;

const CREATE = `
WITH others AS (
  SELECT count(*) FILTER (WHERE sku <> $2) < ${MAX_ALERTS} AS "isRoom" FROM stock_alerts
  WHERE lower(email) = lower($3) AND sent_at IS NULL
), added AS (
  INSERT INTO stock_alerts (id, sku, email, created_at, due_at)
  SELECT $1::uuid, $2, $3, $4::timestamptz, clock_timestamp() FROM others WHERE "isRoom"
  ON CONFLICT (sku, lower(email)) WHERE sent_at IS NULL DO NOTHING
)
SELECT "isRoom" FROM others`;

/**
 * Creates the stock alert of an address for a variant, unless it exists. The alert is due at once, in case the variant
 * is available already.
 * @returns false if the address has the maximum number of alerts
 */
export function createAlert(database: PrismaClient, sku: string, email: string, now: Date): Promise<boolean> {
  return database.$transaction(async tx => {
    // requests for one address follow each other, so that its limit holds
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('stock_alerts ' || lower(${email}), 0))`;
    const [row] = await tx.$queryRawUnsafe<unknown[]>(CREATE, newId(), sku, email, now);
    return z.object({ isRoom: z.boolean() }).parse(row).isRoom;
  });
}

/** Deletes every alert of the address that this one is for. */
export async function deleteAlertsOfAddress(database: PrismaClient, id: string): Promise<void> {
  await database.$executeRaw`
    DELETE FROM stock_alerts WHERE lower(email) = (SELECT lower(email) FROM stock_alerts WHERE id = ${id}::uuid)`;
}

const waitingSchema = z.array(z.object({ sku: z.string(), waiting: z.number(), since: z.date() }));

/** How many addresses wait for each variant, the most wanted first; at most 100. */
export async function countWaiting(database: PrismaClient, skus: readonly string[] | undefined): Promise<Waiting[]> {
  const rows = await database.$queryRaw<unknown>`
    SELECT sku, count(*)::integer AS waiting, min(created_at) AS since FROM stock_alerts
    WHERE sent_at IS NULL AND (${skus ?? null}::text[] IS NULL OR sku = ANY (${skus ?? null}::text[]))
    GROUP BY sku ORDER BY waiting DESC, sku LIMIT 100`;
  return waitingSchema.parse(rows).map(({ since, ...row }) => ({ ...row, since: since.toISOString() }));
}

/** An alert whose variant may be there again. `dueAt` is text: its microseconds tell one restock from the next. */
const dueSchema = z.array(z.object({ id: z.string(), sku: z.string(), email: z.string(), dueAt: z.string() }));
export type DueAlert = z.output<typeof dueSchema>[number];

/** Alerts that are due, the oldest first. */
export async function dueAlerts(database: PrismaClient, take: number): Promise<DueAlert[]> {
  const rows = await database.$queryRaw<unknown>`
    SELECT id::text, sku, email, due_at::text AS "dueAt" FROM stock_alerts WHERE due_at IS NOT NULL
    ORDER BY due_at, id LIMIT ${take}`;
  return dueSchema.parse(rows);
}

/** One statement: an alert has its message exactly if it counts as sent. One that became due again stays due. */
const SETTLE = `
WITH outcome AS MATERIALIZED (
  SELECT outcome.* FROM jsonb_to_recordset($1::jsonb) AS outcome (id uuid, due_at timestamptz, message_id uuid, data jsonb)
  JOIN stock_alerts ON stock_alerts.id = outcome.id ORDER BY outcome.id FOR UPDATE OF stock_alerts
), sent AS (
  UPDATE stock_alerts SET sent_at = now(), due_at = NULL FROM outcome
  WHERE stock_alerts.id = outcome.id AND stock_alerts.sent_at IS NULL AND data IS NOT NULL
  RETURNING stock_alerts.id, email, message_id, data
), waiting AS (
  UPDATE stock_alerts SET due_at = NULL FROM outcome
  WHERE stock_alerts.id = outcome.id AND stock_alerts.due_at = outcome.due_at AND data IS NULL
)
INSERT INTO messages (id, cause, channel, recipient, template, data, due_at, created_at)
SELECT message_id, 'stock-alert:' || id, 'email', email, 'back-in-stock', data, now(), now() FROM sent
ON CONFLICT DO NOTHING`;

/** Queues the mails of the alerts that have one; the others wait on. */
export async function resolveAlerts(
  database: PrismaClient,
  outcomes: readonly { alert: DueAlert; data: View | undefined }[],
): Promise<void> {
  const rows = outcomes.map(({ alert: { id, dueAt: due_at }, data = null }) => ({
    id,
    due_at,
    data,
    message_id: newId(),
  }));
  await database.$executeRawUnsafe(SETTLE, JSON.stringify(rows));
}
