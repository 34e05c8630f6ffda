import type { z } from 'zod';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';

function invalidCursor(): ProblemError {
  return new ProblemError({ status: 400, detail: 'The cursor is not one that was given out here.' });
}

/** The position after a page as opaque text for callers: base64url of JSON. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** Decodes a cursor and parses it by `schema`. Throws ProblemError 400 for a cursor that this service did not make. */
export function decodeCursor<T>(schema: z.ZodType<T>, cursor: string): T {
  let position: unknown;
  try {
    position = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw invalidCursor();
  }
  const parsed = schema.safeParse(position);
  if (!parsed.success) throw invalidCursor();
  return parsed.data;
}

/**
 * A page of rows that were read with `limit + 1`, so that no count is needed: the first `limit` rows, and the cursor of
 * the last one if there are more (otherwise null). `position` returns the value that `decodeCursor` decodes.
 */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  position: (row: T) => unknown,
): { items: T[]; nextCursor: string | null } {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return rows.length > limit && last !== undefined
    ? { items, nextCursor: encodeCursor(position(last)) }
    : { items, nextCursor: null };
}
