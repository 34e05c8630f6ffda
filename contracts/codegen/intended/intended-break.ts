import type { Change } from '../diff/change.ts';

/** A change that breaks somebody, and that its owner stands for: it passes until its sunset date. */
export interface IntendedBreak {
  /** Id of the finding, as `covenant diff` names it. */
  finding: string;
  /** JSON pointer of what changes, in the file that holds it, before or after the change. Left out, any. RFC 6901. */
  place?: string;
  /** What the finding says, `*` for any text: left out, anything. An entry of a whole kind names its changes by it. */
  message?: string;
  /** The operations (`GET /orders/{orderId}`) or channels that it reaches; `*` stands for any text. */
  at: readonly string[];
  reason: string;
  /** The team that stands for it. */
  owner: string;
  /** The last day on which the old way works, `2027-03-31`; after it, the change passes no longer. */
  sunset: string;
}

type Reach = Pick<Change, 'id' | 'message' | 'at' | 'before' | 'after'>;

/** Whether an entry reaches an operation (`GET /orders/{orderId}`) or a channel. */
export function reaches({ at }: Pick<IntendedBreak, 'at'>, called: string): boolean {
  return at.some(pattern => fits(called, pattern));
}

/** Whether a text is another one, in which `*` stands for any text. */
export function fits(text: string, pattern: string): boolean {
  if (!pattern.includes('*')) return text === pattern;
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let position = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, position);
    if (found === -1) return false;
    position = found + part.length;
  }
  return position <= text.length - last.length;
}

/** Whether an entry names the change: finding, place, message, and at least one of the operations and channels. */
function names(entry: IntendedBreak, { id, message, at, before, after }: Reach): boolean {
  if (entry.finding !== id) return false;
  if (entry.place !== undefined && entry.place !== before?.pointer && entry.place !== after?.pointer) return false;
  if (entry.message !== undefined && !fits(message, entry.message)) return false;
  return at.length === 0 || at.some(place => reaches(entry, place));
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
  const covered = change.at.every(place => found.some(entry => reaches(entry, place)));
  return found.length > 0 && covered ? found : undefined;
}

/** The entries that name a change and whose day is over. */
export function expiredFor<E extends IntendedBreak>(change: Reach, entries: readonly E[], today: Date): E[] {
  return entries.filter(entry => names(entry, change) && isExpired(entry, today));
}
