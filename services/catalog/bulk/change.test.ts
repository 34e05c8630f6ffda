import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createProduct } from '../product.ts';
import { bulkChange, changePrice } from './change.ts';

const now = new Date('2026-11-22T10:00:00Z');
const seed = { seed: 11 };
const amount = fc.integer({ min: 0, max: 1_000_000 });

describe('a price', () => {
  test.each([
    [101, { percent: -10 }, 91],
    [105, { percent: -10 }, 95],
    [999, { percent: 12.5 }, 1124],
    [999, { percent: 10, roundTo: 5 }, 1100],
    [999, { percent: 10, roundTo: 100 }, 1100],
    [1, { percent: 50 }, 2],
    [100, { percent: -100 }, 0],
    [100, { percent: 0.01 }, 100],
    [19_999, { percent: 0.01 }, 20_001],
    [100, { add: -150 }, 0],
    [100, { add: 25 }, 125],
    [100, { set: { amount: 7, currency: 'USD' } }, 7],
  ])('%p changed by %p is %p', (before, change, after) => {
    expect(changePrice({ amount: before, currency: 'USD' }, change)).toEqual({ amount: after, currency: 'USD' });
  });

  test('in percent is the nearest multiple of its step, and never below 0', () => {
    fc.assert(
      fc.property(
        amount,
        fc.integer({ min: -10_000, max: 100_000 }),
        fc.constantFrom(1, 5, 10, 100),
        (before, hundredths, step) => {
          const after = changePrice({ amount: before, currency: 'USD' }, { percent: hundredths / 100, roundTo: step });
          if (typeof after === 'string') throw new Error(after);
          const exact = (before * (10_000 + hundredths)) / 10_000;
          expect(after.amount % step).toBe(0);
          expect(after.amount).toBeGreaterThanOrEqual(0);
          expect(Math.abs(after.amount - exact)).toBeLessThanOrEqual(step / 2);
        },
      ),
      seed,
    );
  });

  test('in another currency, or beyond what a price can be, is refused', () => {
    expect(changePrice({ amount: 1, currency: 'USD' }, { set: { amount: 1, currency: 'EUR' } })).toMatch(/USD.*EUR/);
    expect(changePrice({ amount: 100_000_000, currency: 'USD' }, { percent: 1 })).toMatch(/more than a price/);
  });
});

test('the same change of the same product is decided once: what is set already is unchanged', () => {
  const variants = [{ sku: 'a', price: { amount: 100, currency: 'USD' } }];
  const item = createProduct(
    { title: 'Thing', category: 'Things', variants },
    { images: [], category: { id: 'c', slug: 'things', name: 'Things' } },
    'id',
    'thing',
    now,
  );
  const change = { status: 'active' as const, price: { set: { amount: 90, currency: 'USD' } } };
  const first = bulkChange('id', item, change, now);
  expect(first.item).toMatchObject({
    outcome: 'changed',
    version: 2,
    status: { before: 'draft', after: 'active' },
    prices: [{ sku: 'a' }],
  });
  expect(bulkChange('id', first.after, change, now).item).toEqual({
    productId: 'id',
    title: 'Thing',
    version: 2,
    outcome: 'unchanged',
  });
});
