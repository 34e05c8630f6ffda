import { z } from 'zod';
import type { Hold } from '../../generated/shipping/types.ts';
import { type Dispute, holdOf, withDispute } from './hold.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import type { Shipment } from './shipment.ts';
import { lockShipment, type Tx } from './store.ts';

export const disputesSchema = z.array(
  z.object({
    id: z.string(),
    state: z.enum(['open', 'won', 'lost']),
    at: z.string(),
    released: z.literal(true).exactOptional(),
  }),
);
const storedSchema = z.tuple([z.object({ disputes: disputesSchema.nullable() })]);

/**
 * Changes the disputes of a locked parcel's order, and its hold accordingly. A parcel that nothing holds any more is
 * due where parcels are sent automatically.
 * @returns what holds the parcel now
 */
export async function changeDisputes(
  tx: Tx,
  { id, orderId, status }: Shipment,
  change: (disputes: readonly Dispute[]) => readonly Dispute[],
): Promise<Hold | undefined> {
  const [{ disputes }] = storedSchema.parse(
    await tx.$queryRaw`SELECT disputes FROM order_news WHERE order_id = ${orderId}::uuid FOR UPDATE`,
  );
  const before = disputes ?? [];
  const after = change(before);
  const hold = holdOf(status, after);
  if (after === before) return hold;
  await tx.$executeRaw`
    UPDATE order_news SET disputes = ${JSON.stringify(after)}::jsonb, version = version + 1 WHERE order_id = ${orderId}::uuid`;
  if (hold?.reason === holdOf(status, before)?.reason) return hold;
  await tx.$executeRaw`
    WITH setting AS (SELECT automatic FROM settings FOR SHARE)
    UPDATE shipments SET failures = 0, hold_reason = ${hold?.reason ?? null}::hold_reason, held_since = ${hold?.since ?? null}::timestamptz,
      due_at = CASE WHEN status = 'ready' AND ${hold === undefined} AND (SELECT automatic FROM setting) THEN now() END
    WHERE id = ${id}::uuid`;
  return hold;
}

/**
 * Records disputes that payments was asked for, before their events arrive.
 * @returns what holds the parcel now
 */
export async function recordDisputes(
  database: PrismaClient,
  shipmentId: string,
  disputes: readonly Dispute[],
): Promise<Hold | undefined> {
  if (disputes.length === 0) return undefined;
  return database.$transaction(async tx => {
    const shipment = await lockShipment(tx, shipmentId);
    return shipment && changeDisputes(tx, shipment, known => disputes.reduce(withDispute, known));
  });
}
