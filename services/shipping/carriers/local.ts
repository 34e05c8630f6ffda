import type { Booking } from '../shipment.ts';
import type { Carrier, Scan } from './carrier.ts';
import { trackingNumber } from './tracking-number.ts';

export interface LocalCarrierOptions {
  /** From booking until the parcel is taken, s. */
  transitSeconds: number;
  /** From then until it is delivered, s. */
  deliverySeconds: number;
  now(): Date;
}

/** A simulated carrier: its parcels move by the clock alone, so it is stateless. */
export function localCarrier({ transitSeconds, deliverySeconds, now }: LocalCarrierOptions): Carrier {
  return {
    name: 'local',
    async book({ serial }) {
      return { carrier: 'local', trackingNumber: trackingNumber(serial), bookedAt: now() };
    },
    async track({ bookedAt }: Booking) {
      const takenAt = new Date(bookedAt.getTime() + transitSeconds * 1_000);
      const deliveredAt = new Date(takenAt.getTime() + deliverySeconds * 1_000);
      const all: Scan[] = [
        { status: 'in_transit', at: takenAt },
        { status: 'delivered', at: deliveredAt },
      ];
      const scans = all.filter(scan => scan.at <= now());
      const ahead = all.find(scan => scan.at > now());
      return { scans, ...(ahead === undefined ? {} : { nextPollAt: ahead.at }) };
    },
  };
}
