import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listAddress, readWanted, toggled } from './wanted.ts';

const queryOf = (address: string) => {
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URL(address, 'http://shop').searchParams)
    query[name] = [...(query[name] ?? []), value];
  return query;
};

describe('the address of a list', () => {
  test('says what is wanted, and reading it gives the same again', () => {
    const word = fc.string({ minLength: 1, maxLength: 30 }).filter(text => text.trim() === text && text !== '');
    fc.assert(
      fc.property(
        fc.record({
          q: fc.option(word, { nil: undefined }),
          category: fc.uniqueArray(word, { maxLength: 5 }).map(list => list.sort()),
          brand: fc.uniqueArray(word, { maxLength: 5 }).map(list => list.sort()),
          minPrice: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined }),
          maxPrice: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined }),
          inStock: fc.constantFrom(true, undefined),
          sort: fc.constantFrom('relevance', 'price-asc', 'price-desc', 'newest', 'title'),
          cursor: fc.option(fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/), { nil: undefined }),
          pages: fc.integer({ min: 1, max: 10 }),
        }),
        wanted => expect(readWanted(queryOf(listAddress('/search', wanted)))).toEqual(wanted),
      ),
      { seed: 7, numRuns: 300 },
    );
  });

  test.each([
    [{ sort: 'cheapest' }, { sort: 'relevance' }],
    [{ sort: 'toString' }, { sort: 'relevance' }],
    [
      { min: 'cheap', max: '-3' },
      { minPrice: undefined, maxPrice: undefined },
    ],
    [
      { min: '1,50', max: '3' },
      { minPrice: 150, maxPrice: 300 },
    ],
    [{ cursor: 'a b' }, { cursor: undefined }],
    [{ pages: '0' }, { pages: 1 }],
    [{ pages: '999' }, { pages: 10 }],
    [{ pages: '-2' }, { pages: 1 }],
    [{ q: ['one', 'two'] }, { q: 'one' }],
    [{ q: '   ' }, { q: undefined }],
    [{ brand: ['A', 'A', ''] }, { brand: ['A'] }],
    [{ inStock: 'maybe' }, { inStock: undefined }],
  ])('%j is read as %j, never refused', (query, read) => {
    expect(readWanted(query)).toMatchObject(read);
  });

  test('a value that is pressed twice is off again, and a changed list begins at its first page', () => {
    const wanted = readWanted({ brand: 'A', cursor: 'abc', pages: '3' });
    const on = toggled(wanted, 'brand', 'B');
    expect([on.brand, on.cursor, on.pages]).toEqual([['A', 'B'], undefined, 1]);
    expect(toggled(on, 'brand', 'B').brand).toEqual(['A']);
  });
});
