import { publishAdjusted } from './reservations.ts';
import { availableAfter, changesToReach, type Level, type WantedLevel } from './stock.ts';
import * as store from './store.ts';

/** A level may hold this many units (the database checks it too). */
const MAX_ON_HAND = 1_000_000_000;

export interface LevelsSet {
  changed: number;
  unchanged: number;
  refused: WantedLevel[];
}

/**
 * Sets what is on hand of up to thousands of levels at once; a level that would fall below its reserved units is
 * refused alone.
 */
export async function setLevels(
  database: store.Database,
  wanted: readonly WantedLevel[],
  entry: store.Entry,
): Promise<LevelsSet> {
  return store.inTransaction(database, async tx => {
    const levels = await store.lockOrCreateLevels(tx, wanted);
    const { changes, refused } = changesToReach(wanted, levels);
    const versions = await store.changeLevels(tx, changes, entry);
    await publishAdjusted(tx, changes, entry.reason, availableAfter(levels, changes), versions);
    return { changed: changes.length, unchanged: wanted.length - changes.length - refused.length, refused };
  });
}

export type Adjusted =
  | { level: Level; before: Level; updatedAt: Date }
  | 'unknown location'
  | 'too many'
  | { below: Level };

/**
 * Adds to (or takes from) what is on hand at a known location, within the caller's transaction. Refused, changing
 * nothing, where less would be left than is reserved.
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
