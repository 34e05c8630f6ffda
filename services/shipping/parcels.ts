import { backoff } from '../platform/backoff.ts';
import type { Log } from '../platform/observability/log.ts';
import type { Carrier } from './carriers/carrier.ts';
import type { IsPaid } from './payment-status.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { carrierStepsTo, eventsOf, type Shipment } from './shipment.ts';
import { changeShipment, dueShipments, findByOrder, lockOrder, postpone, publish } from './store.ts';

export interface ParcelMover {
  database: PrismaClient;
  carrier: Carrier;
  isPaid: IsPaid;
  now(): Date;
  log: Log;
}

const BATCH_SIZE = 50;

/**
 * Processes due parcels: books the ready ones with the carrier and tracks the others. The carrier is called outside of
 * any transaction, and its answer is stored only if the parcel has not changed since. A process that is killed in
 * between repeats the call and gets the same answer. A failed call is retried after 1 s, doubling to 5 min, and so is a
 * parcel whose order is not paid any more: it waits for the cancellation of the order.
 * `runAgainAt` is told when more are due.
 * @returns how many parcels were due
 */
export async function moveParcels(
  parcels: ParcelMover,
  signal?: AbortSignal,
  runAgainAt: (at: Date) => void = () => {},
): Promise<number> {
  const now = parcels.now();
  const next = await dueShipments(parcels.database, BATCH_SIZE);
  const due = next.filter(({ dueAt }) => dueAt <= now);
  const [ahead] = next.slice(due.length);
  if (due.length > 0 || ahead) runAgainAt(due.length > 0 ? now : (ahead?.dueAt ?? now));
  for (const { shipment, failures } of due) {
    if (signal?.aborted) break;
    try {
      if (shipment.status === 'ready') await book(parcels, shipment);
      else await track(parcels, shipment);
    } catch (error) {
      parcels.log.warn({ error, shipmentId: shipment.id }, 'a parcel could not be moved; it will be retried');
      const delayMs = backoff(failures, 1_000, 300_000);
      await postpone(parcels.database, shipment, new Date(parcels.now().getTime() + delayMs), failures + 1);
    }
  }
  return due.length;
}

async function book({ database, carrier, isPaid }: ParcelMover, shipment: Shipment): Promise<void> {
  if (!(await isPaid(shipment.orderId))) throw new Error(`${shipment.orderNumber} is not paid`);
  const booking = await carrier.book(shipment);
  await database.$transaction(async tx => {
    await lockOrder(tx, shipment.orderId);
    const current = await findByOrder(tx, shipment.orderId);
    if (!current) return;
    const change = { status: 'created', booking, dueAt: booking.bookedAt } as const;
    if (await changeShipment(tx, shipment.id, 'ready', change)) {
      await publish(tx, shipment.orderId, eventsOf('created', { ...current, booking }, booking.bookedAt));
    }
  });
}

async function track({ database, carrier }: ParcelMover, shipment: Shipment): Promise<void> {
  const { booking } = shipment;
  if (!booking) throw new Error(`${shipment.id} is ${shipment.status} without a booking`);
  const { scans, askAgainAt } = await carrier.track(booking);
  let { status } = shipment;
  await database.$transaction(async tx => {
    await lockOrder(tx, shipment.orderId);
    for (const scan of scans) {
      for (const step of carrierStepsTo(status, scan.status)) {
        const change = {
          status: step,
          dueAt: askAgainAt ?? null,
          ...(step === 'delivered' ? { deliveredAt: scan.at } : {}),
        };
        if (!(await changeShipment(tx, shipment.id, status, change))) return;
        await publish(tx, shipment.orderId, eventsOf(step, { ...shipment, booking }, scan.at));
        status = step;
      }
    }
  });
  if (status === shipment.status) await postpone(database, shipment, askAgainAt ?? null, 0);
}
