import type { PlacedOrder } from './order.ts';

/** An order as it was read or written last, and its version then. */
export interface VersionedOrder {
  order: PlacedOrder;
  version: number;
}

/** Orders that this process has read or written lately, the oldest dropped first. */
export interface OrderCache {
  get(id: string): VersionedOrder | undefined;
  set(id: string, versioned: VersionedOrder): void;
  delete(id: string): void;
}

/** An order's events arrive within a day, most within minutes. */
const MAX_ORDERS = 2_000;

/**
 * A cache of orders. Who writes by it has to say which version it knows: another process may have changed the order.
 */
export function createOrderCache(): OrderCache {
  const known = new Map<string, VersionedOrder>();
  return {
    get: id => known.get(id),
    set(id, versioned) {
      known.delete(id);
      known.set(id, versioned);
      const [oldest] = known.keys();
      if (known.size > MAX_ORDERS && oldest !== undefined) known.delete(oldest);
    },
    delete: id => void known.delete(id),
  };
}
