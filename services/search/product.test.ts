import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createBatcher } from '../platform/workers/batcher.ts';
import { allowedDistance, allowedPrefixDistance, editDistance } from './edit-distance.ts';
import { readSynonyms } from './mapping.ts';
import { documentOf, latest, tombstone, withStock } from './product.ts';
import { product } from './testing/index.ts';

const options = { seed: 20261122, numRuns: 200 };

describe('the edit distance', () => {
  test.each([
    ['honey', 'honey', 0],
    ['hoey', 'honey', 1],
    ['hnoey', 'honey', 1],
    ['honney', 'honey', 1],
    ['homey', 'honey', 1],
    ['honay', 'honey', 1],
    ['xoney', 'honey', 1.5],
    ['hoqney', 'honey', 1.5],
    ['horse', 'house', 1.5],
    ['hat', 'ham', 1.5],
    ['hma', 'ham', 1],
    ['cat', 'ct', 1.5],
    ['quartz', 'quarter', 2.5],
    ['', 'abc', 3],
  ])('from %s to %s: %d', (typed, word, want) => {
    expect(editDistance(typed, word)).toBe(want);
  });

  test('between words are never fewer than none, none only where nothing differs, and at most all letters anew', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'e', 'k', 'q', 'z'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (typed, expected) => {
        const distance = editDistance(typed, expected);
        expect(distance === 0).toBe(typed === expected);
        expect(distance).toBeLessThanOrEqual(typed.length * 1.5 + expected.length);
      }),
      options,
    );
  });

  test('are forgiven by how long a word is, and never in numbers', () => {
    expect(['te', 'tea', 'toast', 'butter', 'tomatoes', '12345678', 'b12345678'].map(allowedDistance)).toEqual([
      0, 1, 1, 1.5, 2, 0, 0,
    ]);
    expect(['te', 'tea', 'toast', 'butter', 'tomatoes'].map(allowedPrefixDistance)).toEqual([0, 0, 1, 1, 2]);
  });
});

describe('a document', () => {
  const versions = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 9 });

  test('is that of the highest version, in whatever order versions arrive', () => {
    fc.assert(
      fc.property(versions, arrived => {
        const bananas = product('Bananas', 'Fruit');
        const states = arrived.map(version =>
          version % 3 === 0 ? tombstone(bananas.id, version) : documentOf({ ...bananas, version }),
        );
        const last = states.reduce<ReturnType<typeof documentOf> | undefined>(
          (known, state) => latest(known, state),
          undefined,
        );
        expect(last?.version).toBe(Math.max(...arrived));
      }),
      options,
    );
  });

  test('shows its lowest price with that size, and is in stock when one of its variants is', () => {
    const variants = [
      { sku: 'a', title: 'Large', price: { amount: 300, currency: 'USD' }, size: '3 LB' },
      { sku: 'b', title: 'Small', price: { amount: 100, currency: 'USD' }, size: '1 LB' },
    ];
    const document = documentOf({ ...product('Apples', 'Fruit'), variants });
    expect(document).toMatchObject({ price: 100, hit: { price: { amount: 100 }, size: '1 LB', inStock: false } });
    expect(withStock(document, new Map([['a', 1]]))).toMatchObject({
      inStock: true,
      hit: { inStock: true, variants: [{ available: 1 }, { available: 0 }] },
    });
    expect(withStock(withStock(document, new Map([['a', 1]])), new Map())).toEqual(document);
  });
});

describe('batches', () => {
  test('runs one turn at a time, takes every item once, and each caller gets the error of its run', async () => {
    const turns: number[][] = [];
    let busy = 0;
    const note = createBatcher<number>(
      async items => {
        expect(++busy).toBe(1);
        turns.push([...items]);
        await new Promise(resolve => setImmediate(resolve));
        busy -= 1;
        if (items.includes(7)) throw new Error('seven');
      },
      { maxSize: 3 },
    );
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, item) => note(item)));
    expect(turns.flat()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(Math.max(...turns.map(turn => turn.length))).toBe(3);
    const failed = turns.find(turn => turn.includes(7));
    expect(outcomes.flatMap(({ status }, item) => (status === 'rejected' ? [item] : []))).toEqual(failed);
    await expect(note(11)).resolves.toBeUndefined();
  });
});

test('every group of synonyms has at least two members and no stop words', () => {
  for (const group of readSynonyms()) {
    expect(group.split(',').length).toBeGreaterThan(1);
    expect(group.split(/[\s,]+/)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(and|of|the|a|or|for)$/)]),
    );
  }
});
