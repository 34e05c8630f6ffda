import type { Level, Location } from '../../../generated/inventory/types.ts';

/** A row of the list as the level that it is; undefined for anything else. */
export function levelOf(record: Readonly<Record<string, unknown>>): Level | undefined {
  const { sku, location, onHand, reserved, available, updatedAt } = record;
  if (typeof sku !== 'string' || typeof location !== 'string' || typeof updatedAt !== 'string') return undefined;
  if (typeof onHand !== 'number' || typeof reserved !== 'number' || typeof available !== 'number') return undefined;
  return { sku, location, onHand, reserved, available, updatedAt };
}

/** The level of a sku at each location; zero where it was never put on stock. */
export function levelsByLocation(
  sku: string,
  locations: readonly Location[],
  levels: readonly Level[],
): { level: Level; place: string }[] {
  const none = { sku, onHand: 0, reserved: 0, available: 0, updatedAt: '' };
  return locations.map(({ id: location, name: place }) => ({
    level: levels.find(level => level.sku === sku && level.location === location) ?? { ...none, location },
    place,
  }));
}
