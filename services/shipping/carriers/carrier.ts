import type { Booking, Shipment } from '../shipment.ts';

/** Something that happened to a parcel on its way. */
export interface Scan {
  status: 'in_transit' | 'delivered';
  at: Date;
}

/**
 * Whoever carries parcels: one file each. Every method may be called again after a crash, and is never called inside a
 * transaction. What throws is tried again later.
 */
export interface Carrier {
  readonly name: string;
  /** Registers the parcel. The same shipment gets the same tracking number however often this is called. */
  book(shipment: Shipment): Promise<Booking>;
  /**
   * Everything that happened to the parcel so far, oldest first, and when asking again makes sense; absent when nothing
   * more will come.
   */
  track(booking: Booking): Promise<{ scans: Scan[]; askAgainAt?: Date }>;
}
