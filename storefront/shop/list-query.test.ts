import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listUrl, parseListQuery, toggleFacet } from './list-query.ts';

const queryOf = (address: string) => {
  const query: Record<string, string[]> = {};
  for (const [name, value] of new URL(address, 'http://shop').searchParams)
    query[name] = [...(query[name] ?? []), value];
  return query;
};

describe('the URL of a list', () => {
  test('is parsed to the query that it was made from', () => {
    const word = fc.string({ minLength: 1, maxLength: 30 }).filter(text => text.trim() === text && text !== '');
    const filter = fc.constantFrom('vegan:true', 'origin:italy', 'страна:перу', 'energy:1.5..250', 'salt:..2');
    fc.assert(
      fc.property(
        fc.record({
          q: fc.option(word, { nil: undefined }),
          category: fc.uniqueArray(word, { maxLength: 5 }).map(list => list.sort()),
          attribute: fc.uniqueArray(filter, { maxLength: 5 }).map(list => list.sort()),
          brand: fc.uniqueArray(word, { maxLength: 5 }).map(list => list.sort()),
          minPrice: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined }),
          maxPrice: fc.option(fc.integer({ min: 0, max: 1_000_000 }), { nil: undefined }),
          inStock: fc.constantFrom(true, undefined),
          sort: fc.constantFrom('relevance', 'price-asc', 'price-desc', 'newest', 'title'),
          cursor: fc.option(fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/), { nil: undefined }),
          pages: fc.integer({ min: 1, max: 10 }),
        }),
        parsed => {
          const { minPrice, maxPrice } = parsed;
          const isSwapped = minPrice !== undefined && maxPrice !== undefined && minPrice > maxPrice;
          const expected = isSwapped ? { ...parsed, minPrice: maxPrice, maxPrice: minPrice } : parsed;
          expect(parseListQuery(queryOf(listUrl('/search', parsed)))).toEqual(expected);
        },
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
    [{ attribute: ['vegan', 'a b:c', 'vegan:true', 'vegan:true', 'energy:..'] }, { attribute: ['vegan:true'] }],
    [{ 'from.energy': '250', 'to.energy': ' 1,5 ' }, { attribute: ['energy:1.5..250'] }],
    [{ attribute: 'energy:1..2', 'from.energy': '3', 'to.energy': '' }, { attribute: ['energy:3..'] }],
    [{ attribute: 'energy:1..2', 'from.energy': '', 'to.energy': 'much' }, { attribute: [] }],
    [{ attribute: 'energy:9..1' }, { attribute: ['energy:1..9'] }],
  ])('%j is parsed as %j, never rejected', (query, read) => {
    expect(parseListQuery(query)).toMatchObject(read);
  });

  test('a facet value that is toggled twice is removed, and a changed list starts at its first page', () => {
    const parsed = parseListQuery({ brand: 'A', cursor: 'abc', pages: '3' });
    const on = toggleFacet(parsed, 'brand', 'B');
    expect([on.brand, on.cursor, on.pages]).toEqual([['A', 'B'], undefined, 1]);
    expect(toggleFacet(on, 'brand', 'B').brand).toEqual(['A']);
  });
});
