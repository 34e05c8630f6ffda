import type { Adjustment, Level, Location } from '../../../generated/inventory/types.ts';

export type Reason = Adjustment['reason'];

/** Reasons of stock adjustments: label, and whether the number adds, subtracts or is a count. */
export const reasons: readonly { reason: Reason; label: string; how: 'add' | 'take' | 'count' }[] = [
  { reason: 'received', label: 'Received', how: 'add' },
  { reason: 'returned', label: 'Returned by a customer', how: 'add' },
  { reason: 'counted', label: 'Counted', how: 'count' },
  { reason: 'damaged', label: 'Damaged', how: 'take' },
  { reason: 'lost', label: 'Lost or stolen', how: 'take' },
  { reason: 'correction', label: 'Correction', how: 'count' },
];

/** Labels of automatic ledger entries. */
const automatic: Readonly<Record<string, string>> = {
  sold: 'Sold',
  'order cancelled': 'Order cancelled',
  other: 'Other',
};

/** The reason of a ledger entry in plain words; an import's stays as it is. */
export function reasonText(reason: string): string {
  const known = reasons.find(candidate => candidate.reason === reason)?.label ?? automatic[reason];
  return known ?? (reason.startsWith('import') ? 'Import' : reason);
}

/** The delta of a typed number under a reason. */
export function deltaOf(reason: Reason, typed: number, onHand: number): number {
  const how = reasons.find(candidate => candidate.reason === reason)?.how ?? 'count';
  if (how === 'add') return typed;
  return how === 'take' ? -typed : typed - onHand;
}

/** The reverse adjustment, with a note of what it undoes. */
export function reverseOf({ sku, location, delta, reason }: Adjustment): Adjustment {
  const was = `${reasonText(reason)}, ${delta > 0 ? '+' : '−'}${Math.abs(delta)}`;
  return { sku, location, delta: -delta, reason: 'correction', note: `Taken back: ${was}` };
}

/** A whole number of units; undefined for anything else. */
export function parseUnits(text: string): number | undefined {
  const plain = text.trim();
  return /^\d{1,7}$/.test(plain) ? Number(plain) : undefined;
}

/** The problem of an adjustment; undefined where it is valid. */
export function deltaProblem(delta: number, level: Pick<Level, 'onHand' | 'reserved'>): string | undefined {
  if (delta === 0) return 'Nothing would change.';
  if (level.onHand + delta < level.reserved)
    return level.reserved === 0
      ? `There are only ${level.onHand}.`
      : `${level.reserved} of them are held for orders, so no fewer can stay.`;
  return undefined;
}

/** Display name of a location. */
export function locationName(locations: readonly Location[] | undefined, id: string): string {
  return locations?.find(location => location.id === id)?.name ?? id;
}
