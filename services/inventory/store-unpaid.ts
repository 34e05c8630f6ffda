import { z } from 'zod';
import type { UnpaidLimits } from '../../generated/inventory/types.ts';
import type { Tx } from './store.ts';

const countSchema = z.array(z.object({ count: z.number() }));

/**
 * Records who holds a new reservation that waits for a payment; false, recording nothing, where one of them has as many
 * already. Concurrent requests of one holder are counted one after the other.
 */
export async function addHolders(tx: Tx, id: string, holders: UnpaidLimits['holders']): Promise<boolean> {
  const ids = [...new Set(holders.map(holder => holder.id))].sort();
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(holder, 0)) FROM unnest(${ids}::text[]) AS holder`;
  const full = countSchema.parse(
    await tx.$queryRaw`
      SELECT count(*)::integer AS count
      FROM jsonb_to_recordset(${JSON.stringify(holders)}::jsonb) AS holder (id text, "maxReservations" integer)
      WHERE holder."maxReservations" <= (
        SELECT count(*) FROM reservations
        WHERE status = 'held' AND expires_at > now() AND holders @> ARRAY[holder.id] AND reservations.id <> ${id}::uuid)`,
  );
  if (full[0]?.count !== 0) return false;
  await tx.$executeRaw`UPDATE reservations SET holders = ${ids}::text[] WHERE id = ${id}::uuid`;
  return true;
}

const unpaidSchema = z.array(z.object({ sku: z.string(), units: z.number() }));

/** How many units of each sku are held by other reservations that wait for a payment. The skus must be locked. */
export async function readUnpaid(tx: Tx, id: string, skus: readonly string[]): Promise<Map<string, number>> {
  const rows = unpaidSchema.parse(
    await tx.$queryRaw`
      SELECT line.sku, sum(line.quantity)::integer AS units
      FROM reservations JOIN reservation_lines line ON line.reservation_id = reservations.id
      WHERE status = 'held' AND holders IS NOT NULL AND reservations.id <> ${id}::uuid AND line.sku = ANY (${skus}::text[])
      GROUP BY line.sku`,
  );
  return new Map(rows.map(({ sku, units }) => [sku, units]));
}
