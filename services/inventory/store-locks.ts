import { z } from 'zod';
import type { LockedOrders, PaidOrder } from './allocation-decisions.ts';
import type { ReservationStates, Wanted } from './reserve-decisions.ts';
import type { Allocation, ReservationState } from './stock.ts';
import type { Tx } from './store.ts';

const levelsSchema = z.array(
  z.object({ sku: z.string(), location: z.string(), onHand: z.number(), reserved: z.number(), version: z.number() }),
);
const counts = z.record(z.string(), z.number()).transform(record => new Map(Object.entries(record)));
const reservationSchema = z.object({
  id: z.string(),
  status: z.enum(['held', 'released', 'expired', 'sold']),
  allocationFailed: z.boolean(),
  orderCancelled: z.boolean(),
  lines: z.array(z.object({ sku: z.string(), quantity: z.number(), location: z.string() })),
});
const madeSchema = z.object({ id: z.string(), expiresAt: z.coerce.date(), createdAt: z.coerce.date() });

/** A new reservation, still without lines. */
type Made = z.output<typeof madeSchema>;

const forReservations = z.tuple([
  z.object({ made: z.array(madeSchema), levels: levelsSchema, unpaidReservations: counts, unpaid: counts }),
]);

/**
 * Creates held reservations, without lines, unless their id is known, and locks the rows that decide about them: the
 * reservations of each holder, then the skus. In one statement.
 */
export async function lockForReservations(
  tx: Tx,
  requests: readonly (Wanted & { fingerprint: string })[],
): Promise<ReservationStates & { made: Made[] }> {
  const wanted = requests.map(({ id, fingerprint, expiresInSeconds, unpaid }) => ({
    id,
    fingerprint,
    expiresInSeconds,
    holders: unpaid ? [...new Set(unpaid.holders.map(holder => holder.id))] : null,
  }));
  const skus = [...new Set(requests.flatMap(({ lines }) => lines.map(line => line.sku)))];
  const rows = await tx.$queryRaw`
    SELECT made, levels, held AS "unpaidReservations", unpaid FROM lock_for_reservations(${JSON.stringify(wanted)}::jsonb, ${skus}::text[])`;
  return forReservations.parse(rows)[0];
}

const forOrders = z.tuple([z.object({ reservations: z.array(reservationSchema), levels: levelsSchema })]);

/**
 * Locks the reservations of orders, then the skus that are reserved for them, or those of `lines` if nothing is; a
 * missing reservation is created as released. In one statement.
 */
export async function lockForOrders(tx: Tx, orders: readonly PaidOrder[]): Promise<LockedOrders> {
  const wanted = orders.map(({ orderId, lines }) => ({ id: orderId, skus: [...new Set(lines.map(({ sku }) => sku))] }));
  const rows = await tx.$queryRaw`
    SELECT reservations, levels FROM lock_for_orders(${JSON.stringify(wanted)}::jsonb)`;
  const [{ reservations, levels }] = forOrders.parse(rows);
  return { levels, reservations: new Map(reservations.map(({ id, lines, ...state }) => [id, { state, lines }])) };
}

/** Locks the reservation of an order; creates it as released if there is none. */
export async function lockForOrder(
  tx: Tx,
  orderId: string,
): Promise<{ state: ReservationState; lines: readonly Allocation[] }> {
  const reservation = (await lockForOrders(tx, [{ orderId, lines: [] }])).reservations.get(orderId);
  if (!reservation) throw new Error('A reservation is never deleted');
  return reservation;
}
