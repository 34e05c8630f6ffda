import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { VariantDraft } from '../../generated/catalog/types.ts';
import { changeProduct, createProduct, faultsOf, productUpdated, revise, toProduct, toSellable } from './product.ts';
import { freeSlug, slugify } from './slug.ts';

const now = new Date('2026-11-22T10:00:00Z');
const later = new Date('2026-11-22T11:00:00Z');
const seed = { seed: 42 };
const price = { amount: 100, currency: 'USD' };
const category = { id: 'c-1', slug: 'things', name: 'Things' };
const item = createProduct(
  { title: 'Thing', category: 'Things', variants: [{ sku: 'a', price }] },
  { images: [], category },
  'id-1',
  'thing',
  now,
);

describe('slugs', () => {
  test('are always what the contract takes, at most 120 long, and made again from themselves', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), text => {
        const slug = slugify(text);
        expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
        expect(slug.length).toBeLessThanOrEqual(120);
        expect(slugify(slug)).toBe(slug);
      }),
      seed,
    );
  });

  test.each([
    ['2% Milk, 1 gal', '2-percent-milk-1-gal'],
    ['Crème brûlée & Co.', 'creme-brulee-and-co'],
    ['Straße', 'strasse'],
    ['日本', 'riben'],
    ['Чай чёрный', 'chay-chernyy'],
    ['Smørrebrød', 'smorrebrod'],
    ['Łóżko ılık œuvre Đèn Þor', 'lozko-ilik-oeuvre-den-thor'],
    ['!!!', 'product'],
  ])('%s', (title, slug) => {
    expect(slugify(title)).toBe(slug);
  });

  test('a free one is free, and nearest to what was asked for', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 12 })), numbers => {
        const taken = new Set(numbers.map(number => (number === 1 ? 'x' : `x-${number}`)));
        const slug = freeSlug('x', taken);
        expect(taken.has(slug)).toBe(false);
        const number = slug === 'x' ? 1 : Number(slug.slice(2));
        expect([...Array(number - 1).keys()].every(index => taken.has(index === 0 ? 'x' : `x-${index + 1}`))).toBe(
          true,
        );
      }),
      seed,
    );
  });
});

describe('changes', () => {
  test('a change made again changes nothing', () => {
    const change = fc.record(
      {
        title: fc.string({ minLength: 1 }),
        description: fc.string(),
        brand: fc.string(),
        category: fc.constantFrom('Things', 'Other things'),
        tags: fc.array(fc.constantFrom('a', 'b')),
        seo: fc.record({ title: fc.string() }, { requiredKeys: [] }),
        variants: fc.constant<VariantDraft[]>([{ sku: 'b', price, options: { Size: 'S' } }]),
        status: fc.constantFrom('draft' as const, 'active' as const),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(change, given => {
        const resolved = given.category === undefined ? {} : { category: { ...category, name: given.category } };
        const once = changeProduct(item, given, resolved);
        const revised = revise(item, once, later) ?? item;
        expect(revise(revised, changeProduct(revised, given, resolved), later)).toBeUndefined();
        expect(revised.version).toBe(revised === item ? 1 : 2);
      }),
      seed,
    );
  });

  test('the event names removed skus and the previous slug', () => {
    const after = { ...item, slug: 'new', variants: [{ sku: 'b', price, options: [] }], version: 2 };
    expect(productUpdated(after, item)).toMatchObject({ previousSlug: 'thing', removedSkus: ['a'], version: 2 });
    expect(productUpdated(item)).not.toHaveProperty('previousSlug');
    expect(productUpdated(item)).not.toHaveProperty('seo');
  });
});

test('an option may be called anything', () => {
  const odd = createProduct(
    {
      title: 'Odd',
      category: 'Odd',
      variants: [{ sku: 'a', price, options: JSON.parse('{"__proto__":"x","$where":"y"}') }],
    },
    { images: [], category },
    'id',
    'odd',
    now,
  );
  expect(Object.entries(toProduct(odd).variants[0]?.options ?? {})).toEqual([
    ['__proto__', 'x'],
    ['$where', 'y'],
  ]);
  expect(faultsOf(odd)).toEqual([]);
  expect(toSellable(odd)).toMatchObject([{ title: 'Odd – x / y' }]);
});

test('two variants may not have the same options', () => {
  const variants = ['a', 'b'].map(sku => ({ sku, price, options: { Size: 'S' } }));
  const twins = createProduct(
    { title: 'Twins', category: 'T', variants },
    { images: [], category },
    'id',
    'twins',
    now,
  );
  expect(faultsOf(twins)).toEqual([{ path: '/variants/1/options', message: 'are those of another variant' }]);
});
