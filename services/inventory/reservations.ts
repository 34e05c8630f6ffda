import { inventoryEvents, type StockLine as PublishedLine } from '../../generated/inventory/events.ts';
import type { UnpaidLimits } from '../../generated/inventory/types.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import type { Allocation, LevelChange, Shortage, StockLine } from './stock.ts';
import {
  allocate,
  availableAfter,
  fingerprintOf,
  mergeLines,
  releaseChanges,
  reserveChanges,
  returnChanges,
  saleChanges,
  shortagesOf,
  unitsToReturn,
  unpaidShortages,
  whenCancelled,
  whenPaid,
  whenParcelCancelled,
} from './stock.ts';
import * as store from './store.ts';
import { addAndLock, type LockedLevel, lockForOrder, nextVersions, writeReservation } from './store-hot.ts';
import { readAvailability, readTaken } from './store-lists.ts';
import { addHolders, readUnpaid } from './store-unpaid.ts';

type Tx = store.Tx;
type Reserved = { reservation: store.Reservation } | { shortages: Shortage[] } | 'other lines' | 'too many';
interface Wanted {
  id: string;
  lines: readonly StockLine[];
  expiresInSeconds: number;
  unpaid?: UnpaidLimits;
}

const SWEEP_BATCH = 100;

/** Ends a transaction without effect: all lines or none. */
class ShortageError extends Error {
  readonly shortages: Shortage[];
  constructor(shortages: Shortage[]) {
    super('not enough stock');
    this.shortages = shortages;
  }
}

function skusOf(lines: readonly StockLine[]): string[] {
  return [...new Set(lines.map(line => line.sku))].sort();
}

/** Ends a transaction without effect: somebody has too many reservations that wait for a payment. */
class TooManyError extends Error {}

/** Lines as they are published: one a sku, with what is left and the version of the sku. */
function published(
  lines: readonly StockLine[],
  available: Map<string, number>,
  versions: Map<string, number>,
): PublishedLine[] {
  return mergeLines(lines).map(({ sku, quantity }) => ({
    sku,
    quantity,
    available: available.get(sku) ?? 0,
    version: versions.get(sku) ?? 1,
  }));
}

/**
 * Reserves stock under an id that the caller chose, all lines or none. A known id is answered with the present state of
 * its reservation, or 'other lines' when the request had others; 'too many' where one of its holders has as many unpaid
 * ones already. Publishes InventoryReserved once. One short transaction; none at all where stock does not suffice.
 */
export async function reserve(database: store.Database, wanted: Wanted): Promise<Reserved> {
  const fingerprint = fingerprintOf(wanted.lines);
  const shortages = shortagesOf(wanted.lines, await readAvailability(database, skusOf(wanted.lines)));
  if (shortages.length > 0) return (await existingReservation(database, wanted.id, fingerprint)) ?? { shortages };
  try {
    return await store.inTransaction(database, tx => reserveIn(tx, { ...wanted, fingerprint }));
  } catch (error) {
    if (error instanceof ShortageError) return { shortages: error.shortages };
    if (error instanceof TooManyError) return 'too many';
    throw error;
  }
}

async function reserveIn(tx: Tx, wanted: Wanted & { fingerprint: string }): Promise<Reserved> {
  const { id, expiresInSeconds, fingerprint, unpaid } = wanted;
  const made = await addAndLock(tx, { id, fingerprint, expiresInSeconds, skus: skusOf(wanted.lines) });
  if (!made)
    return (
      (await existingReservation(tx, id, fingerprint)) ?? Promise.reject(new Error('A reservation is never deleted'))
    );
  const { levels, ...times } = made;
  if (unpaid) {
    if (!(await addHolders(tx, id, unpaid.holders))) throw new TooManyError();
    const reserved = await readUnpaid(tx, id, skusOf(wanted.lines));
    const over = unpaidShortages(wanted.lines, levels, reserved, unpaid.maxPercent);
    if (over.length > 0) throw new ShortageError(over);
  }
  const result = allocate(wanted.lines, levels);
  if ('shortages' in result) throw new ShortageError(result.shortages);
  const changes = reserveChanges(result.allocations);
  const lines = published(wanted.lines, availableAfter(levels, changes), nextVersions(levels));
  const expiresAt = times.expiresAt.toISOString();
  const record = inventoryEvents.InventoryReserved(id, { reservationId: id, lines, expiresAt });
  await writeReservation(tx, id, { changes, reason: 'reserved', lines: result.allocations, status: 'held', record });
  return { reservation: { id, status: 'held', lines: result.allocations, ...times } };
}

async function existingReservation(
  tx: Tx,
  id: string,
  fingerprint: string,
): Promise<{ reservation: store.Reservation } | 'other lines' | undefined> {
  const found = await store.findReservation(tx, id);
  if (!found) return undefined;
  return found.fingerprint === null || found.fingerprint === fingerprint
    ? { reservation: found.reservation }
    : 'other lines';
}

/**
 * Releases the units of reservations and publishes InventoryReleased for each. The reservations must be locked.
 */
async function releaseReservations(
  tx: Tx,
  reservations: readonly Pick<store.Reservation, 'id' | 'lines'>[],
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
      lines: published(lines, available, versions),
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

async function sell(
  tx: Tx,
  orderId: string,
  lines: readonly Allocation[],
  levels: readonly LockedLevel[],
  from: 'held' | 'free',
): Promise<void> {
  const changes = saleChanges(lines, from);
  const [available, versions] = [availableAfter(levels, changes), nextVersions(levels)];
  const allocatedLines = lines.map(({ sku, quantity, location }) => ({
    sku,
    quantity,
    location,
    available: available.get(sku) ?? 0,
    version: versions.get(sku) ?? 1,
  }));
  const allocatedAt = new Date().toISOString();
  const record = inventoryEvents.StockAllocated(orderId, { orderId, lines: allocatedLines, allocatedAt });
  await writeReservation(tx, orderId, { changes, reason: 'sold', status: 'sold', record });
}

/**
 * An order is paid: its reserved units are sold. Where nothing is reserved any more, free units are allocated, else
 * AllocationFailed is published. One of StockAllocated and AllocationFailed is published, once an order, and neither
 * for one that is cancelled.
 */
export async function allocateOrder(tx: Tx, orderId: string, lines: readonly StockLine[]): Promise<void> {
  const reservation = await lockForOrder(tx, orderId);
  const decision = whenPaid(reservation.standing);
  if (decision === 'nothing') return;
  if (decision === 'sell') return sell(tx, orderId, reservation.lines, reservation.levels, 'held');
  const levels = await store.lockLevels(tx, skusOf(lines));
  const result = allocate(lines, levels);
  if ('shortages' in result) {
    await store.markReservations(tx, [orderId], { allocationFailed: true });
    await addToOutbox(tx, inventoryEvents.AllocationFailed(orderId, { orderId, shortages: result.shortages }));
    return;
  }
  await store.replaceLines(tx, orderId, result.allocations);
  await sell(tx, orderId, result.allocations, levels, 'free');
}

/** An order is cancelled: its reserved units are released. Recorded for a late OrderPaid. */
export async function cancelOrder(tx: Tx, orderId: string): Promise<void> {
  const { standing, lines } = await lockForOrder(tx, orderId);
  await store.markReservations(tx, [orderId], { orderCancelled: true });
  if (whenCancelled(standing) === 'release') await releaseReservations(tx, [{ id: orderId, lines }], 'released');
}

/**
 * The parcel of a cancelled order will never leave: its sold units are restocked, once. The event of the cancellation
 * may arrive later.
 */
export async function restockParcel(tx: Tx, orderId: string): Promise<void> {
  const { standing, lines } = await lockForOrder(tx, orderId);
  await store.markReservations(tx, [orderId], { orderCancelled: true });
  const decision = whenParcelCancelled(standing);
  if (decision === 'release') await releaseReservations(tx, [{ id: orderId, lines }], 'released');
  if (decision !== 'return') return;
  const sold = (await store.lockReservation(tx, orderId)).reservation.lines;
  await restock(tx, orderId, sold, 'order cancelled');
  await store.markReservations(tx, [orderId], { status: 'released' });
}

/**
 * Units of an order were refunded, and staff put them back into stock at a location, which is made where it is not
 * known. Units that came back already, with a cancelled parcel or an earlier refund, do not come back again.
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

/** Puts units of an order back, as far as it has not given them back yet. The reservation must be locked. */
async function restock(tx: Tx, orderId: string, wanted: readonly Allocation[], reason: string): Promise<void> {
  const levels = await store.lockLevels(tx, skusOf(wanted));
  const changes = returnChanges(unitsToReturn(wanted, await readTaken(tx, orderId)));
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
