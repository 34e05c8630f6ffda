import { describe, expect, test } from '@jest/globals';
import type { Product } from '../../../generated/catalog/types.ts';
import type { FormOption } from './form-variant.ts';
import { changeOf, draftOf, emptyForm, formOf, newlyFree, type ProductForm } from './product-form.ts';
import { newOption, optionsProblem, skuPart, typedValues, variantsAfter } from './product-options.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const shirt: Product = {
  id: '0190a6e0-7c1d-7000-8000-000000000001',
  slug: 'shirt',
  title: 'Linen shirt',
  status: 'active',
  category: { slug: 'shirts', name: 'Shirts' },
  images: [],
  tags: [],
  seo: {},
  version: 3,
  createdAt: '2026-11-22T10:00:00Z',
  updatedAt: '2026-11-22T10:00:00Z',
  options: [
    { name: 'Size', values: ['S', 'M'] },
    { name: 'Colour', values: ['White', 'Indigo'] },
  ],
  variants: ['S', 'M'].flatMap((Size, row) =>
    ['White', 'Indigo'].map((Colour, column) => ({
      sku: `UX-Shirt-${Size}-${Colour}`,
      title: `${Size} / ${Colour}`,
      price: usd(4_900 + row * 100 + column * 1_000),
      options: { Size, Colour },
      barcode: `40${row}${column}`,
    })),
  ),
};

const form = formOf(shirt);
const changed = (options: FormOption[], of: ProductForm = form): ProductForm => ({
  ...of,
  options,
  variants: variantsAfter(of.options, options, of.variants, of.title),
});
const withValues = (name: string, change: (option: FormOption) => FormOption, of: ProductForm = form): ProductForm =>
  changed(
    of.options.map(option => (option.name === name ? change(option) : option)),
    of,
  );
const add = (text: string) => (option: FormOption) => ({
  ...option,
  values: [...option.values, ...typedValues(text, option)],
});
const skus = ({ variants }: ProductForm) => variants.map(({ sku }) => sku);

describe('a renamed value', () => {
  const renamed = withValues('Colour', option => ({
    ...option,
    values: option.values.map(value => (value.text === 'Indigo' ? { ...value, text: 'Navy' } : value)),
  }));

  test('keeps sku, price and barcode of its variants', () => {
    const kept = renamed.variants.map(({ sku, price, barcode }) => [sku, price?.amount, barcode]);
    expect(kept).toEqual(shirt.variants.map(({ sku, price, barcode }) => [sku, price.amount, barcode]));
  });

  test('is what is saved, in the option and in each of its variants', () => {
    const change = changeOf(renamed, shirt);
    expect(change?.options?.[1]).toEqual({ name: 'Colour', values: ['White', 'Navy'] });
    expect(change?.variants?.map(({ options }) => options?.Colour)).toEqual(['White', 'Navy', 'White', 'Navy']);
  });
});

describe('an added value', () => {
  const larger = withValues('Size', add('L, xl,, L'));

  test('makes its combinations only, with skus as the others are written and a price to be typed', () => {
    expect(skus(larger).slice(4)).toEqual([
      'UX-Shirt-L-White',
      'UX-Shirt-L-Indigo',
      'UX-Shirt-xl-White',
      'UX-Shirt-xl-Indigo',
    ]);
    expect(larger.variants.slice(0, 4)).toEqual(form.variants);
    expect(larger.variants.slice(4).map(({ price }) => price)).toEqual([null, null, null, null]);
  });

  test('does not bring back a combination that was removed', () => {
    const fewer = { ...form, variants: form.variants.slice(1) };
    expect(skus(withValues('Size', add('L'), fewer))).toEqual([
      'UX-Shirt-S-Indigo',
      'UX-Shirt-M-White',
      'UX-Shirt-M-Indigo',
      'UX-Shirt-L-White',
      'UX-Shirt-L-Indigo',
    ]);
  });

  test('never takes the sku of another variant', () => {
    const renamed = withValues('Size', option => ({
      ...option,
      values: option.values.map(value => (value.text === 'S' ? { ...value, text: 'Small' } : value)),
    }));
    expect(skus(withValues('Size', add('S'), renamed)).slice(4)).toEqual(['UX-Shirt-S-White-2', 'UX-Shirt-S-Indigo-2']);
  });

  test('has the price of the others where all cost the same', () => {
    const even = { ...form, variants: form.variants.map(variant => ({ ...variant, price: usd(500) })) };
    expect(withValues('Size', add('L'), even).variants[5]?.price).toEqual(usd(500));
  });
});

test('a removed value takes its variants away; a removed option leaves one variant of each rest', () => {
  const without = withValues('Size', option => ({ ...option, values: option.values.slice(0, 1) }));
  expect(skus(without)).toEqual(['UX-Shirt-S-White', 'UX-Shirt-S-Indigo']);
  expect(skus(changed(form.options.slice(0, 1)))).toEqual(['UX-Shirt-S-White', 'UX-Shirt-M-White']);
  expect(skus(changed([]))).toEqual(['UX-Shirt-S-White']);
});

test('the variants that there are take the first value of an added option', () => {
  const fit = { ...newOption('Fit'), values: [{ id: 'slim', text: 'Slim' }] };
  const both = changed([...form.options, fit]);
  expect(both.variants.map(({ sku, price }) => [sku, price])).toEqual(
    form.variants.map(({ sku, price }) => [sku, price]),
  );
  const two = changed([...form.options, { ...fit, values: [...fit.values, { id: 'wide', text: 'Wide' }] }], both);
  expect(two.variants).toHaveLength(8);
  expect(new Set(skus(two)).size).toBe(8);
});

test('the variants of a new product have skus and no price', () => {
  const empty = { ...emptyForm(), title: 'Tea towel' };
  const sized = changed([add('S, M')(newOption('Size'))], empty);
  expect(sized.variants.map(({ sku, price }) => [sku, price])).toEqual([
    ['Tea-towel-S', null],
    ['Tea-towel-M', null],
  ]);
  expect(() => draftOf(sized)).toThrow(/no price/);
});

test('a price of zero is noticed where it was none before', () => {
  const zero = { ...form, variants: form.variants.map((v, index) => (index === 1 ? { ...v, price: usd(0) } : v)) };
  expect(newlyFree(zero, shirt)).toEqual(['UX-Shirt-S-Indigo']);
  const free: Product = { ...shirt, variants: shirt.variants.map(variant => ({ ...variant, price: usd(0) })) };
  expect(newlyFree(formOf(free), free)).toEqual([]);
});

test('options that cannot be saved say why', () => {
  const [size, colour] = form.options;
  if (!size || !colour) throw new Error('two options');
  const value = (text: string) => ({ id: text, text });
  expect(optionsProblem(form.options)).toBeUndefined();
  expect(optionsProblem([size, newOption('')])).toBeUndefined();
  expect(optionsProblem([size, newOption('Fit')])).toBe('Fit needs at least one value.');
  expect(optionsProblem([{ ...size, name: ' ' }])).toBe('Name the option of S, M.');
  expect(optionsProblem([size, { ...colour, name: 'Size' }])).toBe('There are two options Size.');
  expect(optionsProblem([{ ...size, values: [value('S'), { id: '2', text: 'S ' }] }])).toBe('Size has S twice.');
  expect(optionsProblem([{ ...size, values: [value(' ')] }])).toBe('A value of Size is empty.');
});

test('text as part of a sku', () => {
  expect(skuPart('Crème brûlée / 5')).toBe('Creme-brulee-5');
});
