import type { Booking, Shipment } from '../shipment.ts';

/** Something that happened to a parcel on its way. */
export interface Scan {
  status: 'in_transit' | 'delivered';
  at: Date;
}

/**
 * A carrier: one file each. Every method is idempotent, because it is called again after a crash, and is never called
 * inside a transaction. A call that throws is retried later.
 */
export interface Carrier {
  readonly name: string;
  /** Registers the parcel. The same shipment gets the same tracking number however often this is called. */
  book(shipment: Shipment): Promise<Booking>;
  /**
   * All scans of the parcel so far, oldest first, and the time of the next request; absent when no more scans are
   * expected.
   */
  track(booking: Booking): Promise<{ scans: Scan[]; nextPollAt?: Date }>;
}
