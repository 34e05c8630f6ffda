import { publishAdjusted } from './reservations.ts';
import { availableAfter, changesToReach, type Level, type LevelChange, type WantedLevel } from './stock.ts';
import * as store from './store.ts';

/** The maximum units of a level (the database checks it too). */
const MAX_ON_HAND = 1_000_000_000;

export interface LevelsSet {
  unchanged: number;
  refused: WantedLevel[];
  /** The levels that change, before and after. */
  changes: { sku: string; location: string; before: number; after: number }[];
}

/** The effect of setting levels on the current ones. */
function resultOf(wanted: readonly WantedLevel[], levels: readonly Level[]): LevelsSet & { deltas: LevelChange[] } {
  const { changes: deltas, refused } = changesToReach(wanted, levels);
  const now = new Map(levels.map(({ sku, location, onHand }) => [`${location} ${sku}`, onHand]));
  const changes = deltas.map(({ sku, location, onHand }) => {
    const before = now.get(`${location} ${sku}`) ?? 0;
    return { sku, location, before, after: before + onHand };
  });
  return { deltas, changes, refused, unchanged: wanted.length - changes.length - refused.length };
}

/** The effect that `setLevels` would have; nothing is changed. */
export async function previewLevels(database: store.Database, wanted: readonly WantedLevel[]): Promise<LevelsSet> {
  const { unchanged, refused, changes } = resultOf(wanted, await store.readLevels(database, wanted));
  return { unchanged, refused, changes };
}

/**
 * Sets the units on hand of up to thousands of levels; a level that would fall below its reserved units is refused, the
 * others are set. Runs in the caller's transaction.
 */
export async function setLevels(tx: store.Tx, wanted: readonly WantedLevel[], entry: store.Entry): Promise<LevelsSet> {
  const levels = await store.lockOrCreateLevels(tx, wanted);
  const { deltas, unchanged, refused, changes } = resultOf(wanted, levels);
  const versions = await store.changeLevels(tx, deltas, entry);
  await publishAdjusted(tx, deltas, entry.reason, availableAfter(levels, deltas), versions);
  return { unchanged, refused, changes };
}

export type Adjusted =
  | { level: Level; before: Level; updatedAt: Date }
  | 'unknown location'
  | 'too many'
  | { below: Level };

/**
 * Adds to (or subtracts from) the units on hand at a known location, in the caller's transaction. Refused, without any
 * change, if fewer units than are reserved would remain.
 */
export async function adjustLevel(
  tx: store.Tx,
  change: { sku: string; location: string; delta: number },
  entry: store.Entry,
): Promise<Adjusted> {
  const { sku, location, delta } = change;
  if (!(await store.isLocation(tx, location))) return 'unknown location';
  const levels =
    delta > 0 ? await store.lockOrCreateLevels(tx, [{ sku, location }]) : await store.lockLevels(tx, [sku]);
  const level = levels.find(candidate => candidate.location === location) ?? { sku, location, onHand: 0, reserved: 0 };
  const onHand = level.onHand + delta;
  if (onHand < level.reserved) return { below: level };
  if (onHand > MAX_ON_HAND) return 'too many';
  const changes = [{ sku, location, onHand: delta, reserved: 0 }];
  const versions = await store.changeLevels(tx, changes, entry);
  await publishAdjusted(tx, changes, entry.reason, availableAfter(levels, changes), versions);
  return { level: { ...level, onHand }, before: level, updatedAt: new Date() };
}
