/** A number of units of a sku. */
export interface StockLine {
  sku: string;
  quantity: number;
}

/** Units of a sku at one location. */
export interface Allocation extends StockLine {
  location: string;
}

/** The stock of a sku at a location; `onHand - reserved` is available. */
export interface Level {
  sku: string;
  location: string;
  onHand: number;
  reserved: number;
}

export interface Shortage {
  sku: string;
  requested: number;
  available: number;
}

/** A delta of a level. */
export interface LevelChange {
  sku: string;
  location: string;
  onHand: number;
  reserved: number;
}

export interface WantedLevel {
  sku: string;
  location: string;
  onHand: number;
}

export type ReservationStatus = 'held' | 'released' | 'expired' | 'sold';

/** The state of a reservation with regard to its order. */
export interface ReservationState {
  status: ReservationStatus;
  allocationFailed: boolean;
  orderCancelled: boolean;
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** One line a sku, sorted by sku. */
export function mergeLines(lines: readonly StockLine[]): StockLine[] {
  const totals = new Map<string, number>();
  for (const { sku, quantity } of lines) totals.set(sku, (totals.get(sku) ?? 0) + quantity);
  return [...totals].map(([sku, quantity]) => ({ sku, quantity })).sort((a, b) => byText(a.sku, b.sku));
}

/** A fingerprint of lines: equal for equal quantities by sku. */
export function fingerprintOf(lines: readonly StockLine[]): string {
  return mergeLines(lines)
    .map(({ sku, quantity }) => `${sku}:${quantity}`)
    .join(',');
}

/** The available units of each sku, over all locations. */
export function availability(levels: readonly Level[]): Map<string, number> {
  const available = new Map<string, number>();
  for (const level of levels) available.set(level.sku, (available.get(level.sku) ?? 0) + level.onHand - level.reserved);
  return available;
}

/** The lines that exceed the available units. */
export function shortagesOf(lines: readonly StockLine[], available: ReadonlyMap<string, number>): Shortage[] {
  return mergeLines(lines)
    .map(({ sku, quantity }) => ({ sku, requested: quantity, available: available.get(sku) ?? 0 }))
    .filter(line => line.available < line.requested);
}

/** Units of a sku that unpaid orders may always reserve. */
const FREE_UNITS = 10;

/**
 * The lines that an unpaid order cannot reserve: unpaid reservations together take at most `maxPercent` of the units on
 * hand of a sku, or ten units if that is more.
 */
export function unpaidShortages(
  lines: readonly StockLine[],
  levels: readonly Level[],
  unpaid: ReadonlyMap<string, number>,
  maxPercent: number,
): Shortage[] {
  const available = availability(levels);
  const onHand = new Map<string, number>();
  for (const level of levels) onHand.set(level.sku, (onHand.get(level.sku) ?? 0) + level.onHand);
  const left = [...available].map(([sku, free]): [string, number] => {
    const most = Math.max(FREE_UNITS, Math.floor(((onHand.get(sku) ?? 0) * maxPercent) / 100));
    return [sku, Math.max(0, Math.min(free, most - (unpaid.get(sku) ?? 0)))];
  });
  return shortagesOf(lines, new Map(left));
}

/**
 * The locations that serve the lines, all or none. One location that can serve everything is preferred (the one with
 * the most stock, then by name), so that one parcel suffices; else each line is taken from the locations in the order
 * of how much of the order they can serve.
 */
export function allocate(
  lines: readonly StockLine[],
  levels: readonly Level[],
): { allocations: Allocation[] } | { shortages: Shortage[] } {
  const wanted = mergeLines(lines);
  const shortages = shortagesOf(wanted, availability(levels));
  if (shortages.length > 0) return { shortages };

  const free = new Map(levels.map(level => [`${level.location} ${level.sku}`, level.onHand - level.reserved]));
  const freeAt = (location: string, sku: string) => free.get(`${location} ${sku}`) ?? 0;
  const ranked = [...new Set(levels.map(level => level.location))]
    .map(location => ({
      location,
      gives: wanted.reduce((units, { sku, quantity }) => units + Math.min(quantity, freeAt(location, sku)), 0),
      has: wanted.reduce((units, { sku }) => units + freeAt(location, sku), 0),
    }))
    .sort((a, b) => b.gives - a.gives || b.has - a.has || byText(a.location, b.location));

  const allocations: Allocation[] = [];
  for (const { sku, quantity } of wanted) {
    let missing = quantity;
    for (const { location } of ranked) {
      const taken = Math.min(missing, freeAt(location, sku));
      if (taken > 0) allocations.push({ sku, location, quantity: taken });
      missing -= taken;
    }
  }
  return { allocations };
}

/** The changes that reserve free units. */
export function reserveChanges(lines: readonly Allocation[]): LevelChange[] {
  return lines.map(({ sku, location, quantity }) => ({ sku, location, onHand: 0, reserved: quantity }));
}

/** The changes that release reserved units. Lines of several reservations may name the same level. */
export function releaseChanges(lines: readonly Allocation[]): LevelChange[] {
  const changes = new Map<string, LevelChange>();
  for (const { sku, location, quantity } of lines) {
    const before = changes.get(`${location} ${sku}`)?.reserved ?? 0;
    changes.set(`${location} ${sku}`, { sku, location, onHand: 0, reserved: before - quantity });
  }
  return [...changes.values()];
}

/** The changes that sell units: reserved ones, or free ones. */
export function saleChanges(lines: readonly Allocation[], from: 'held' | 'free'): LevelChange[] {
  return lines.map(({ sku, location, quantity }) => ({
    sku,
    location,
    onHand: -quantity,
    reserved: from === 'held' ? -quantity : 0,
  }));
}

/** The changes that restock sold units. */
export function restockChanges(lines: readonly Allocation[]): LevelChange[] {
  return lines.map(({ sku, location, quantity }) => ({ sku, location, onHand: quantity, reserved: 0 }));
}

/**
 * The units to restock: at most those that the order took and that were not restocked yet.
 * @param taken units of the order that are out, by sku
 */
export function unitsToRestock<T extends StockLine>(wanted: readonly T[], taken: ReadonlyMap<string, number>): T[] {
  const left = new Map(taken);
  return wanted.flatMap(line => {
    const quantity = Math.min(line.quantity, left.get(line.sku) ?? 0);
    left.set(line.sku, (left.get(line.sku) ?? 0) - quantity);
    return quantity > 0 ? [{ ...line, quantity }] : [];
  });
}

/** The available units of each sku after the changes. */
export function availableAfter(levels: readonly Level[], changes: readonly LevelChange[]): Map<string, number> {
  const available = availability(levels);
  for (const { sku, onHand, reserved } of changes) available.set(sku, (available.get(sku) ?? 0) + onHand - reserved);
  return available;
}

/** The changes that set every level to its requested value; a value below the reserved units is refused. */
export function changesToReach(
  wanted: readonly WantedLevel[],
  levels: readonly Level[],
): { changes: LevelChange[]; refused: WantedLevel[] } {
  const now = new Map(levels.map(level => [`${level.location} ${level.sku}`, level]));
  const changes: LevelChange[] = [];
  const refused: WantedLevel[] = [];
  for (const want of wanted) {
    const level = now.get(`${want.location} ${want.sku}`);
    if (want.onHand < (level?.reserved ?? 0)) refused.push(want);
    else if (want.onHand !== (level?.onHand ?? 0)) {
      changes.push({ sku: want.sku, location: want.location, onHand: want.onHand - (level?.onHand ?? 0), reserved: 0 });
    }
  }
  return { changes, refused };
}

/**
 * Decides about a paid order: sell its reserved units, allocate again if the reservation has ended, or do nothing if it
 * was decided before.
 */
export function whenPaid(state: ReservationState): 'sell' | 'allocate' | 'nothing' {
  if (state.status === 'sold' || state.allocationFailed || state.orderCancelled) return 'nothing';
  return state.status === 'held' ? 'sell' : 'allocate';
}

/**
 * Decides about a cancelled order: release its reserved units, or only record it. Shipping decides about sold units.
 */
export function whenCancelled(state: ReservationState): 'release' | 'nothing' {
  return state.status === 'held' ? 'release' : 'nothing';
}

/**
 * Decides about a cancelled parcel: restock sold units, release reserved ones, or do nothing if that was done before.
 */
export function whenParcelCancelled(state: ReservationState): 'release' | 'restock' | 'nothing' {
  return state.status === 'sold' ? 'restock' : whenCancelled(state);
}
