import { describe, expect, test } from '@jest/globals';
import type { Product, Variant } from './catalog.ts';
import { type SearchParams, selectedVariant, variantOptions, variantUrl } from './variant-options.ts';

const usd = { amount: 100, currency: 'USD' };
const variant = (sku: string, options: Record<string, string>, title = sku): Variant => ({
  sku,
  title,
  price: usd,
  options,
});
const product = (variants: Variant[], options: Product['options'] = []): Product => ({
  id: 'p',
  slug: 'shirt',
  title: 'Shirt',
  status: 'active' as const,
  images: [],
  tags: [],
  seo: {},
  version: 1,
  options,
  variants,
  category: { slug: 'c', name: 'C' },

  createdAt: '2026-11-22T10:00:00Z',
  updatedAt: '2026-11-22T10:00:00Z',
});

const blue = variant('m-blue', { Size: 'M', Colour: 'Blue' });
const shirt = product(
  [
    variant('s-red', { Size: 'S', Colour: 'Red' }),
    variant('m-red', { Size: 'M', Colour: 'Red' }),
    blue,
    variant('l-blue', { Size: 'L', Colour: 'Blue' }),
  ],
  [
    { name: 'Size', values: ['S', 'M', 'L', 'XL'] },
    { name: 'Colour', values: ['Blue', 'Red'] },
  ],
);
const all = (_variant: Variant): boolean => true;
const skuOf = (query: SearchParams, canBuy = all) => selectedVariant(shirt, query, canBuy)?.sku;
/** Its options, seen from its first variant. */
const optionsIn = (given: Product) => given.variants.slice(0, 1).flatMap(first => variantOptions(given, first, all));

describe('the URL selects the variant', () => {
  test.each<[SearchParams, string]>([
    [{}, 's-red'],
    [{ Size: 'M', Colour: 'Blue' }, 'm-blue'],
    [{ Size: 'L' }, 'l-blue'],
    [{ Colour: 'Blue' }, 'm-blue'],
    [{ Size: 'XXL', Colour: 'Blue' }, 'm-blue'],
    [{ Size: ['S', 'L'] }, 's-red'],
  ])('%j', (query, sku) => {
    expect(skuOf(query)).toBe(sku);
  });

  test('and the URL of a variant selects it again', () => {
    for (const each of shirt.variants) {
      const query = Object.fromEntries(new URL(variantUrl(shirt, each), 'http://shop').searchParams);
      expect(skuOf(query)).toBe(each.sku);
    }
  });

  test('a missing option is completed by what can be bought; a named variant is shown, sold out or not', () => {
    const soldOut = ({ sku }: Variant) => !['s-red', 'm-blue'].includes(sku);
    expect(skuOf({}, soldOut)).toBe('m-red');
    expect(skuOf({ Size: 'M', Colour: 'Blue' }, soldOut)).toBe('m-blue');
  });
});

test('every value has its variant, its conflicts and whether it is sold out; values without a variant are left out', () => {
  const seen = variantOptions(shirt, blue, ({ sku }) => sku !== 'l-blue').map(({ name, values }) => [
    name,
    ...values.map(({ value, isSelected: isChosen, variant: to, conflicts: leaves, isSoldOut }) => [
      value,
      isChosen,
      to.sku,
      leaves.join(),
      isSoldOut,
    ]),
  ]);
  expect(seen).toEqual([
    ['Size', ['S', false, 's-red', 'Blue', false], ['M', true, 'm-blue', '', false], ['L', false, 'l-blue', '', true]],
    ['Colour', ['Blue', true, 'm-blue', '', false], ['Red', false, 'm-red', '', false]],
  ]);
});

test('an option with one value is left out; variants with equal options are distinguished by title, else by SKU', () => {
  const one = product([variant('a', { Title: 'Default' })], [{ name: 'Title', values: ['Default'] }]);
  expect([optionsIn(one), one.variants.map(only => variantUrl(one, only))]).toEqual([[], ['/products/shirt']]);
  const names = (given: Product) => optionsIn(given).flatMap(({ values }) => values.map(({ value }) => value));
  expect(names(product([variant('a', {}, 'Small'), variant('b', {}, 'Large')]))).toEqual(['Small', 'Large']);
  expect(names(product([variant('a', {}, 'Same'), variant('b', {}, 'Same')]))).toEqual(['a', 'b']);
});
