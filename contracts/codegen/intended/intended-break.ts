import type { Change } from '../diff/change.ts';

/** A change that breaks somebody, and that its owner stands for: it passes until its sunset date. */
export interface IntendedBreak {
  /** Id of the finding, as `covenant diff` names it. */
  finding: string;
  /** JSON pointer of what changes, in the file that holds it, before or after the change. Left out, any. RFC 6901. */
  place?: string;
  /** The operations (`GET /orders/{orderId}`) or channels that it reaches. */
  at: readonly string[];
  reason: string;
  /** The team that stands for it. */
  owner: string;
  /** The last day on which the old way works, `2027-03-31`; after it, the change passes no longer. */
  sunset: string;
}

type Reach = Pick<Change, 'id' | 'at' | 'before' | 'after'>;

/** Whether an entry names the change: finding, place, and at least one of the operations and channels. */
function names(entry: IntendedBreak, { id, at, before, after }: Reach): boolean {
  if (entry.finding !== id) return false;
  if (entry.place !== undefined && entry.place !== before?.pointer && entry.place !== after?.pointer) return false;
  return at.length === 0 || at.some(place => entry.at.includes(place));
}

/** Whether the day of an entry is over (UTC). */
export function isExpired({ sunset }: Pick<IntendedBreak, 'sunset'>, today: Date): boolean {
  return today.toISOString().slice(0, 10) > sunset;
}

/**
 * The entries that let a change pass, none of them expired; undefined where an operation or channel is left that none
 * of them names.
 */
export function excusesOf<E extends IntendedBreak>(change: Reach, entries: readonly E[], today: Date): E[] | undefined {
  const found = entries.filter(entry => names(entry, change) && !isExpired(entry, today));
  const covered = change.at.every(place => found.some(entry => entry.at.includes(place)));
  return found.length > 0 && covered ? found : undefined;
}

/** The entries that name a change and whose day is over. */
export function expiredFor<E extends IntendedBreak>(change: Reach, entries: readonly E[], today: Date): E[] {
  return entries.filter(entry => names(entry, change) && isExpired(entry, today));
}
