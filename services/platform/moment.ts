import { z } from 'zod';

const FIRST = new Date('0001-01-01T00:00:00Z');

/**
 * A `date-time` (RFC 3339) that rows are compared with. PostgreSQL has no year 0; nothing stored is that old, so the
 * first moment of year 1 selects the same rows.
 */
export function momentOf(text: string): Date {
  const moment = new Date(text);
  return moment < FIRST ? FIRST : moment;
}

/** The `date-time` of a cursor's position. */
export const cursorMoment = z.iso.datetime().transform(momentOf);
