import type { Level } from '../../../generated/inventory/types.ts';

/** A row of the list as the level that it is; undefined for anything else. */
export function levelOf(record: Readonly<Record<string, unknown>>): Level | undefined {
  const { sku, location, onHand, reserved, available, updatedAt } = record;
  if (typeof sku !== 'string' || typeof location !== 'string' || typeof updatedAt !== 'string') return undefined;
  if (typeof onHand !== 'number' || typeof reserved !== 'number' || typeof available !== 'number') return undefined;
  return { sku, location, onHand, reserved, available, updatedAt };
}
