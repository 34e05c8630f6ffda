import { backoff } from '../platform/backoff.ts';
import type { Log } from '../platform/observability/log.ts';
import { createBatcher } from '../platform/workers/batcher.ts';
import type { Carrier } from './carriers/carrier.ts';
import type { CheckPayment } from './payment-status.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { carrierStepsTo, eventsOf, type Shipment } from './shipment.ts';
import { type CarrierChange, changeShipments, dueShipments, postpone, recordsOf } from './store.ts';
import { recordDisputes } from './store-holds.ts';

/** What processing shipments needs. */
export interface CarrierDependencies {
  database: PrismaClient;
  carrier: Carrier;
  checkPayment: CheckPayment;
  now(): Date;
  log: Log;
}

const BATCH_SIZE = 50;
/** Parcels that are processed concurrently. */
const CONCURRENCY = 10;

/**
 * Processes due parcels, some at a time: books the ready ones with the carrier and tracks the others. The carrier is
 * called outside of any transaction, and its response is stored only if the parcel has not changed since; responses
 * that arrive together are stored together. A process that is killed in between repeats the call and gets the same
 * response. A failed call is retried after 1 s, doubling to 5 min, and so is a parcel whose order is no longer paid: it
 * waits for the cancellation of the order. One whose payment is disputed is held. `runAgainAt` gets the time at which
 * more are due.
 * @returns how many parcels were due
 */
export async function processDueShipments(
  parcels: CarrierDependencies,
  signal?: AbortSignal,
  runAgainAt: (at: Date) => void = () => {},
): Promise<number> {
  const { database } = parcels;
  const now = parcels.now();
  const next = await dueShipments(database, BATCH_SIZE);
  const due = next.filter(({ dueAt }) => dueAt <= now);
  const [ahead] = next.slice(due.length);
  if (ahead) runAgainAt(ahead.dueAt);
  if (due.length === BATCH_SIZE) runAgainAt(now);
  const store = createBatcher<CarrierChange>(changes => changeShipments(database, changes), { maxSize: BATCH_SIZE });
  const waiting = due.values();
  async function work(): Promise<void> {
    for (const { shipment, failures } of waiting) {
      if (signal?.aborted) return;
      const dueAt = await processShipment(parcels, shipment, failures, store);
      if (dueAt) runAgainAt(dueAt);
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return due.length;
}

/** Processes one parcel; returns when it is due next. */
async function processShipment(
  parcels: CarrierDependencies,
  shipment: Shipment,
  failures: number,
  store: (change: CarrierChange) => Promise<void>,
): Promise<Date | null> {
  try {
    const change = shipment.status === 'ready' ? await book(parcels, shipment) : await track(parcels, shipment);
    if (change.to === shipment.status) await postpone(parcels.database, shipment, change.dueAt, 0);
    else await store(change);
    return change.dueAt;
  } catch (error) {
    parcels.log.warn({ error, shipmentId: shipment.id }, 'processing a parcel failed; it will be retried');
    const dueAt = new Date(parcels.now().getTime() + backoff(failures, 1_000, 300_000));
    await postpone(parcels.database, shipment, dueAt, failures + 1);
    return dueAt;
  }
}

async function book(parcels: CarrierDependencies, shipment: Shipment): Promise<CarrierChange> {
  const { carrier, checkPayment, database } = parcels;
  const { isPaid, disputes } = await checkPayment(shipment.orderId);
  if (!isPaid) throw new Error(`${shipment.orderNumber} is not paid`);
  if (await recordDisputes(database, shipment.id, disputes))
    return { id: shipment.id, from: 'ready', to: 'ready', dueAt: null, records: [] };
  const booking = await carrier.book(shipment);
  const records = recordsOf(shipment.orderId, eventsOf('created', { ...shipment, booking }, booking.bookedAt));
  return { id: shipment.id, from: 'ready', to: 'created', booking, dueAt: booking.bookedAt, records };
}

async function track({ carrier }: CarrierDependencies, shipment: Shipment): Promise<CarrierChange> {
  const { id, orderId, booking, status: from } = shipment;
  if (!booking) throw new Error(`${id} is ${from} without a booking`);
  const { scans, nextPollAt } = await carrier.track(booking);
  const change: CarrierChange = { id, from, to: from, dueAt: nextPollAt ?? null, records: [] };
  for (const scan of scans) {
    for (const step of carrierStepsTo(change.to, scan.status)) {
      change.to = step;
      if (step === 'delivered') change.deliveredAt = scan.at;
      change.records.push(...recordsOf(orderId, eventsOf(step, { ...shipment, booking }, scan.at)));
    }
  }
  return change;
}
