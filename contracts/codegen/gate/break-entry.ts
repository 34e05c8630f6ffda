import { stringify } from 'yaml';
import type { Change } from '../diff/change.ts';
import type { Place } from '../diff/contract-version.ts';

const SUNSET_DAYS = 182;

/**
 * Where a break stands, the more precise of both places: what was removed is in the old one, what was added in the new.
 */
export function breakPlace({ before, after }: Pick<Change, 'before' | 'after'>): Place | undefined {
  if (!before || !after) return after ?? before;
  return before.pointer.length > after.pointer.length ? before : after;
}

/** The entry that lets a break pass, for its owner to fill in and to answer for: it ends in half a year. */
export function entryFor(change: Change, owner: string, today: Date): string {
  const day = (days: number): string => new Date(today.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const entry = {
    finding: change.id,
    contract: change.contract,
    place: breakPlace(change)?.pointer ?? '',
    at: change.at,
    reason: 'Why nobody is harmed, or why it has to be',
    owner,
    deprecated: day(0),
    sunset: day(SUNSET_DAYS),
  };
  return stringify([entry], { lineWidth: 0 }).trimEnd();
}
