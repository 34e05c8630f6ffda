import type { Allocation, Level, LevelChange, ReservationState, Shortage, StockLine } from './stock.ts';
import { allocate, availability, saleChanges, whenPaid } from './stock.ts';

export interface PaidOrder {
  orderId: string;
  lines: readonly StockLine[];
}

/** The reservations of paid orders and the levels of their skus; locked until it is written. */
export interface LockedOrders {
  /** By order. `lines` are right while the reservation is held. */
  reservations: ReadonlyMap<string, { state: ReservationState; lines: readonly Allocation[] }>;
  levels: readonly (Level & { version: number })[];
}

/** Units that are sold. */
export interface Allocated {
  allocations: readonly Allocation[];
  from: 'held' | 'free';
  changes: LevelChange[];
  /** Units on hand after each change. */
  onHand: number[];
  /** The allocations, each with the available units of its skus and their versions afterwards. */
  lines: (Allocation & { available: number; version: number })[];
}

export type AllocationDecision = Allocated | { shortages: Shortage[] } | 'nothing';

/** Decides about paid orders in sequence: each sees the allocations before it. */
export function decideAllocations<Order extends PaidOrder>(
  orders: readonly Order[],
  locked: LockedOrders,
): [Order, AllocationDecision][] {
  const levels = locked.levels.map(level => ({ ...level }));
  const decided = new Set<string>();
  const decide = ({ orderId, lines: wanted }: PaidOrder): AllocationDecision => {
    const reservation = locked.reservations.get(orderId);
    const what = reservation && !decided.has(orderId) ? whenPaid(reservation.state) : 'nothing';
    if (!reservation || what === 'nothing') return 'nothing';
    decided.add(orderId);
    const own = levels.filter(({ sku }) =>
      (what === 'sell' ? reservation.lines : wanted).some(line => line.sku === sku),
    );
    const result = what === 'sell' ? { allocations: reservation.lines } : allocate(wanted, own);
    if ('shortages' in result) return result;
    const { allocations } = result;
    const from = what === 'sell' ? 'held' : 'free';
    const changes = saleChanges(allocations, from);
    for (const level of own) level.version += 1;
    const onHand = changes.map(change => {
      const level = own.find(({ sku, location }) => sku === change.sku && location === change.location);
      if (!level) throw new Error(`There is no level of ${change.sku} at ${change.location}`);
      level.onHand += change.onHand;
      level.reserved += change.reserved;
      return level.onHand;
    });
    const available = availability(own);
    const versions = new Map(own.map(({ sku, version }) => [sku, version]));
    const lines = allocations.map(line => ({
      ...line,
      available: available.get(line.sku) ?? 0,
      version: versions.get(line.sku) ?? 1,
    }));
    return { allocations, from, changes, onHand, lines };
  };
  return orders.map(order => [order, decide(order)]);
}
