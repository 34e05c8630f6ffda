import { inventoryEvents } from '../../generated/inventory/events.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { publishedLines } from './published-lines.ts';
import type { Allocation, LevelChange, StockLine } from './stock.ts';
import {
  availableAfter,
  mergeLines,
  releaseChanges,
  restockChanges,
  unitsToRestock,
  whenCancelled,
  whenParcelCancelled,
} from './stock.ts';
import * as store from './store.ts';
import { readTaken } from './store-lists.ts';
import { lockForOrder } from './store-locks.ts';

type Tx = store.Tx;
const SWEEP_BATCH = 100;

function skusOf(lines: readonly StockLine[]): string[] {
  return [...new Set(lines.map(line => line.sku))].sort();
}

/**
 * Releases the units of reservations and publishes InventoryReleased for each. The reservations must be locked.
 */
async function releaseReservations(
  tx: Tx,
  reservations: readonly { id: string; lines: readonly Allocation[] }[],
  status: 'released' | 'expired',
): Promise<void> {
  const lines = reservations.flatMap(reservation => reservation.lines);
  const levels = await store.lockLevels(tx, skusOf(lines));
  const changes = releaseChanges(lines);
  const versions = await store.changeLevels(tx, changes, { reason: status });
  const ids = reservations.map(reservation => reservation.id);
  await store.markReservations(tx, ids, { status });
  const available = availableAfter(levels, changes);
  const events = reservations.map(({ id, lines }) =>
    inventoryEvents.InventoryReleased(id, {
      reservationId: id,
      reason: status,
      lines: publishedLines(lines, available, versions),
    }),
  );
  await addToOutbox(tx, ...events);
}

/**
 * Releases reserved stock, once. An unknown reservation is recorded as released; one that was sold stays sold.
 */
export async function release(database: store.Database, id: string): Promise<store.Reservation> {
  return store.inTransaction(database, async tx => {
    await store.addReservation(tx, { id, status: 'released', fingerprint: null, expiresInSeconds: 0 });
    const { reservation } = await store.lockReservation(tx, id);
    if (reservation.status !== 'held') return reservation;
    await releaseReservations(tx, [reservation], 'released');
    return { ...reservation, status: 'released' };
  });
}

/**
 * Releases expired reservations, a batch a transaction, until there are none or `signal` is aborted; returns how many.
 */
export async function sweepExpired(database: store.Database, signal: AbortSignal): Promise<number> {
  for (let swept = 0; ; ) {
    const batch = await store.inTransaction(database, async tx => {
      const expired = await store.lockExpired(tx, SWEEP_BATCH);
      if (expired.length > 0) await releaseReservations(tx, expired, 'expired');
      return expired.length;
    });
    swept += batch;
    if (batch < SWEEP_BATCH || signal.aborted) return swept;
  }
}

/** Releases the reserved units of a cancelled order, and records the cancellation for a late OrderPaid. */
export async function cancelOrder(tx: Tx, orderId: string): Promise<void> {
  const { state, lines } = await lockForOrder(tx, orderId);
  await store.markReservations(tx, [orderId], { orderCancelled: true });
  if (whenCancelled(state) === 'release') await releaseReservations(tx, [{ id: orderId, lines }], 'released');
}

/** Restocks the sold units of a cancelled parcel, once. OrderCancelled may arrive later. */
export async function restockParcel(tx: Tx, orderId: string): Promise<void> {
  const { state, lines } = await lockForOrder(tx, orderId);
  await store.markReservations(tx, [orderId], { orderCancelled: true });
  const decision = whenParcelCancelled(state);
  if (decision === 'release') await releaseReservations(tx, [{ id: orderId, lines }], 'released');
  if (decision !== 'restock') return;
  const sold = (await store.lockReservation(tx, orderId)).reservation.lines;
  await restock(tx, orderId, sold, 'order cancelled');
  await store.markReservations(tx, [orderId], { status: 'released' });
}

/**
 * Restocks refunded units of an order at the location that staff chose, which is created if it is unknown. Units that
 * were restocked before, with a cancelled parcel or an earlier refund, are not restocked again.
 */
export async function restockRefund(
  tx: Tx,
  orderId: string,
  lines: readonly StockLine[],
  location: string,
): Promise<void> {
  await lockForOrder(tx, orderId);
  const places = mergeLines(lines).map(line => ({ ...line, location }));
  await store.lockOrCreateLevels(tx, places);
  await restock(tx, orderId, places, 'returned');
}

/** Restocks units of an order that were not restocked before. The reservation must be locked. */
async function restock(tx: Tx, orderId: string, wanted: readonly Allocation[], reason: string): Promise<void> {
  const levels = await store.lockLevels(tx, skusOf(wanted));
  const changes = restockChanges(unitsToRestock(wanted, await readTaken(tx, orderId)));
  const versions = await store.changeLevels(tx, changes, { reason, orderId });
  await publishAdjusted(tx, changes, reason, availableAfter(levels, changes), versions);
}

/** Publishes StockAdjusted for each changed level. */
export async function publishAdjusted(
  tx: Tx,
  changes: readonly LevelChange[],
  reason: string,
  available: Map<string, number>,
  versions: Map<string, number>,
): Promise<void> {
  const events = changes.map(({ sku, location, onHand }) =>
    inventoryEvents.StockAdjusted(sku, {
      sku,
      location,
      delta: onHand,
      reason,
      available: available.get(sku) ?? 0,
      version: versions.get(sku) ?? 1,
    }),
  );
  await addToOutbox(tx, ...events);
}
