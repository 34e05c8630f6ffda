import { describe, expect, test } from '@jest/globals';
import type { Product } from '../../../generated/catalog/types.ts';
import { countText, priceChange, undoOf } from './bulk-edit.ts';
import { changeOf, draftOf, emptyForm, formOf, moved } from './product-form.ts';

const price = { amount: 500, currency: 'USD' };
const product: Product = {
  id: '0190a6e0-7c1d-7000-8000-000000000001',
  slug: 'tee',
  title: 'Tee',
  status: 'active',
  category: { slug: 'shirts', name: 'Shirts' },
  images: [],
  tags: ['soft'],
  seo: {},
  version: 3,
  createdAt: '2026-11-22T10:00:00Z',
  updatedAt: '2026-11-22T10:00:00Z',
  options: [{ name: 'Size', values: ['S', 'M'] }],
  variants: [
    { sku: 'tee-S', title: 'S', price, options: { Size: 'S' } },
    { sku: 'tee-M', title: 'The middle one', price, options: { Size: 'M' }, weightGrams: 200 },
  ],
};

describe('what is saved', () => {
  test('is nothing where nothing was changed', () => {
    expect(changeOf(formOf(product), product)).toBeUndefined();
  });

  test('is only what was changed, with the version that it was made of', () => {
    expect(changeOf({ ...formOf(product), title: 'Soft tee' }, product)).toEqual({ title: 'Soft tee', version: 3 });
    expect(changeOf({ ...formOf(product), brand: 'Acme' }, product)).toEqual({ brand: 'Acme', version: 3 });
  });

  test('holds options and variants together, and the titles that variants were given', () => {
    const form = formOf(product);
    const [first, second] = form.variants;
    if (!first || !second) throw new Error('two variants');
    const change = changeOf(
      { ...form, variants: [{ ...first, price: { amount: 600, currency: 'USD' } }, second] },
      product,
    );
    expect(change).toEqual({
      version: 3,
      options: product.options,
      variants: [
        { sku: 'tee-S', price: { amount: 600, currency: 'USD' }, options: { Size: 'S' } },
        { sku: 'tee-M', title: 'The middle one', price, options: { Size: 'M' }, weightGrams: 200 },
      ],
    });
  });

  test('of a new product has no slug until one is typed', () => {
    expect(draftOf({ ...emptyForm(), title: 'New', variants: formOf(product).variants })).not.toHaveProperty('slug');
  });
});

test('a picture moves within its list and never out of it', () => {
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
  expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
  expect(moved(['a', 'b', 'c'], 2, 3)).toEqual(['a', 'b', 'c']);
});

describe('bulk changes', () => {
  test.each([
    ['percent', '-12,5', { percent: -12.5 }],
    ['percent', '10 %', { percent: 10 }],
    ['percent', '10%', { percent: 10 }],
    ['percent', '-101', undefined],
    ['percent', '', undefined],
    ['add', '-0.50', { add: -50 }],
    ['add', '0', undefined],
    ['set', '19.99', { set: { amount: 1999, currency: 'USD' } }],
    ['set', '-1', undefined],
  ] as const)('%s of "%s"', (way, text, change) => {
    expect(priceChange(way, text, 'USD', 1)).toEqual(change);
  });

  test('are counted in words and taken back by the status that each product had', () => {
    const items = [
      { productId: 'a', outcome: 'changed' as const, status: { before: 'draft' as const, after: 'active' as const } },
      {
        productId: 'b',
        outcome: 'changed' as const,
        status: { before: 'archived' as const, after: 'active' as const },
      },
      { productId: 'c', outcome: 'unchanged' as const },
    ];
    expect(countText({ items })).toEqual({ changed: '2 products', unchanged: '1 product' });
    expect(undoOf({ items })).toEqual([
      { status: 'draft', productIds: ['a'] },
      { status: 'archived', productIds: ['b'] },
    ]);
  });
});
