import { BoundedMap } from '../platform/bounded-map.ts';
import type { PlacedOrder } from './order.ts';

/** An order as it was read or written last, and its version then. */
export interface VersionedOrder {
  order: PlacedOrder;
  version: number;
}

/** Orders that this process has read or written lately; the oldest is dropped first. */
export type OrderCache = BoundedMap<string, VersionedOrder>;

/** Most events of an order arrive within minutes of its placement: as many orders as are placed in that time. */
const MAX_ORDERS = 2_000;

/** A cache of orders. A write states the version that it is based on: another process may have changed the order. */
export const createOrderCache = (): OrderCache => new BoundedMap(MAX_ORDERS);
