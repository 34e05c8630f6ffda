import { BoundedMap } from '../platform/bounded-map.ts';
import type { PlacedOrder } from './order.ts';

/** An order as it was read or written last, and its version then. */
export interface VersionedOrder {
  order: PlacedOrder;
  version: number;
}

/** Orders that this process has read or written lately, the oldest dropped first. */
export type OrderCache = BoundedMap<string, VersionedOrder>;

/** An order's events arrive within a day, most within minutes. */
const MAX_ORDERS = 2_000;

/**
 * A cache of orders. Who writes by it has to say which version it knows: another process may have changed the order.
 */
export const createOrderCache = (): OrderCache => new BoundedMap(MAX_ORDERS);
