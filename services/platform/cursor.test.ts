import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { decodeCursor, encodeCursor, pageOf } from './cursor.ts';

const schema = z.object({ placedAt: z.iso.datetime(), id: z.string() });
const position = { placedAt: '2026-11-22T10:00:00Z', id: 'ä/b' };

describe('a cursor', () => {
  test('comes back as it was, and fits into a query as it is', () => {
    const cursor = encodeCursor(position);
    expect(cursor).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(decodeCursor(schema, cursor)).toEqual(position);
  });

  test.each([
    ['nonsense'],
    [''],
    [encodeCursor({ id: 1 })],
    [encodeCursor(null)],
    [encodeCursor(position).slice(0, -4)],
  ])('that was not given out here (%s) is a bad request', cursor => {
    expect(() => decodeCursor(schema, cursor)).toThrow(expect.objectContaining({ status: 400 }));
  });
});

describe('a page', () => {
  const rows = [1, 2, 3].map(id => ({ id }));
  test('of rows read with `limit + 1` has a cursor only when there are more', () => {
    expect(pageOf(rows, 2, row => row.id)).toEqual({ items: [{ id: 1 }, { id: 2 }], nextCursor: encodeCursor(2) });
    expect(pageOf(rows, 3, row => row.id)).toEqual({ items: rows, nextCursor: null });
    expect(pageOf([], 3, () => 0)).toEqual({ items: [], nextCursor: null });
  });
});
