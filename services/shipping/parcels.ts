import { backoff } from '../platform/backoff.ts';
import type { Log } from '../platform/observability/log.ts';
import type { Carrier } from './carriers/carrier.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { newsOf, type Shipment, stepsTo } from './shipment.ts';
import { changeShipment, dueShipments, findByOrder, lockOrder, postpone, publish } from './store.ts';

export interface Parcels {
  database: PrismaClient;
  carrier: Carrier;
  now(): Date;
  log: Log;
}

const AT_ONCE = 50;

/**
 * Does what is due: books parcels that are ready, and asks the carrier where the others are. The carrier is asked
 * outside of any transaction and its answer stored under the condition that the parcel is still where it was: killed in
 * between, it is asked again and answers the same. A carrier that cannot be reached is asked again after 1 s, doubling
 * to 5 min. Gives how many parcels it looked at.
 */
export async function moveParcels(parcels: Parcels, signal?: AbortSignal): Promise<number> {
  const due = await dueShipments(parcels.database, parcels.now(), AT_ONCE);
  for (const { shipment, failures } of due) {
    if (signal?.aborted) break;
    try {
      if (shipment.status === 'ready') await book(parcels, shipment);
      else await follow(parcels, shipment);
    } catch (error) {
      parcels.log.warn({ error, shipmentId: shipment.id }, 'the carrier will be asked again');
      const wait = backoff(failures, 1_000, 300_000);
      await postpone(parcels.database, shipment, new Date(parcels.now().getTime() + wait), failures + 1);
    }
  }
  return due.length;
}

async function book({ database, carrier }: Parcels, shipment: Shipment): Promise<void> {
  const booking = await carrier.book(shipment);
  await database.$transaction(async tx => {
    await lockOrder(tx, shipment.orderId);
    const current = await findByOrder(tx, shipment.orderId);
    if (!current) return;
    const change = { status: 'created', booking, dueAt: booking.bookedAt } as const;
    if (await changeShipment(tx, shipment.id, 'ready', change)) {
      await publish(tx, shipment.orderId, newsOf('created', { ...current, booking }, booking.bookedAt));
    }
  });
}

async function follow({ database, carrier }: Parcels, shipment: Shipment): Promise<void> {
  const { booking } = shipment;
  if (!booking) throw new Error(`${shipment.id} is ${shipment.status} without a booking`);
  const { scans, askAgainAt } = await carrier.track(booking);
  let { status } = shipment;
  await database.$transaction(async tx => {
    await lockOrder(tx, shipment.orderId);
    for (const scan of scans) {
      for (const step of stepsTo(status, scan.status)) {
        const change = {
          status: step,
          dueAt: askAgainAt ?? null,
          ...(step === 'delivered' ? { deliveredAt: scan.at } : {}),
        };
        if (!(await changeShipment(tx, shipment.id, status, change))) return;
        await publish(tx, shipment.orderId, newsOf(step, { ...shipment, booking }, scan.at));
        status = step;
      }
    }
  });
  if (status === shipment.status) await postpone(database, shipment, askAgainAt ?? null, 0);
}
