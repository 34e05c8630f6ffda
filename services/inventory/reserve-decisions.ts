import type { UnpaidLimits } from '../../generated/inventory/types.ts';
import type { Allocation, Level, LevelChange, Shortage, StockLine } from './stock.ts';
import { allocate, availability, reserveChanges, unpaidShortages } from './stock.ts';

/** A request for a reservation, whose id the caller chose. */
export interface Wanted {
  id: string;
  lines: readonly StockLine[];
  expiresInSeconds: number;
  unpaid?: UnpaidLimits;
}

/** The rows that decide about reservations; locked until the decision is written. */
export interface ReservationStates {
  levels: readonly (Level & { version: number })[];
  /** Unpaid reservations by holder. */
  unpaidReservations: ReadonlyMap<string, number>;
  /** Units of unpaid reservations by sku. */
  unpaid: ReadonlyMap<string, number>;
}

export type Decision =
  | {
      allocations: Allocation[];
      changes: LevelChange[];
      /** Available units of each sku afterwards, and its version. */
      available: Map<string, number>;
      versions: Map<string, number>;
    }
  | { shortages: Shortage[] }
  | 'too many';

const add = (counts: Map<string, number>, key: string, more: number): void => {
  counts.set(key, (counts.get(key) ?? 0) + more);
};

/**
 * Decides about several reservations in sequence: each sees the ones before it. All lines of a reservation, or none.
 */
export function decideReservations<Request extends Wanted>(
  requests: readonly Request[],
  states: ReservationStates,
): [Request, Decision][] {
  const levels = states.levels.map(level => ({ ...level }));
  const unpaidReservations = new Map(states.unpaidReservations);
  const unpaidUnits = new Map(states.unpaid);
  const decide = ({ lines, unpaid }: Wanted): Decision => {
    const own = levels.filter(level => lines.some(({ sku }) => sku === level.sku));
    const holders = new Map((unpaid?.holders ?? []).map(holder => [holder.id, holder.maxReservations]));
    if ([...holders].some(([id, max]) => (unpaidReservations.get(id) ?? 0) >= max)) return 'too many';
    const over = unpaid ? unpaidShortages(lines, own, unpaidUnits, unpaid.maxPercent) : [];
    if (over.length > 0) return { shortages: over };
    const result = allocate(lines, own);
    if ('shortages' in result) return result;
    const changes = reserveChanges(result.allocations);
    for (const level of own) {
      level.version += 1;
      for (const change of changes)
        if (change.sku === level.sku && change.location === level.location) level.reserved += change.reserved;
    }
    for (const id of holders.keys()) add(unpaidReservations, id, 1);
    if (unpaid) for (const { sku, quantity } of result.allocations) add(unpaidUnits, sku, quantity);
    const versions = new Map(own.map(({ sku, version }) => [sku, version]));
    return { allocations: result.allocations, changes, available: availability(own), versions };
  };
  return requests.map(request => [request, decide(request)]);
}
