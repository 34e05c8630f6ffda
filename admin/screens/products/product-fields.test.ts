import { describe, expect, test } from '@jest/globals';
import type { Product } from '../../../generated/catalog/types.ts';
import { differencesOf, fieldsKeptMine } from '../../kit/editing/conflicts.ts';
import { mergeForms, productFieldLabel, savedText, versionsOf } from './product-fields.ts';
import { changeBack, formOf, type ProductForm } from './product-form.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
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
    { sku: 'tee-S', title: 'S', price: usd(500), options: { Size: 'S' } },
    { sku: 'tee-M', title: 'The middle one', price: usd(500), options: { Size: 'M' } },
  ],
};
const before = formOf(product);

function priced(form: ProductForm, sku: string, amount: number): ProductForm {
  return {
    ...form,
    variants: form.variants.map(variant => (variant.sku === sku ? { ...variant, price: usd(amount) } : variant)),
  };
}

describe('two people saved one product', () => {
  test('prices of different variants, and different fields, are no conflict: both stay', () => {
    const mine = priced({ ...before, brand: 'Acme' }, 'tee-S', 600);
    const theirs = priced({ ...before, title: 'Shirt' }, 'tee-M', 700);
    const versions = versionsOf({ before, mine, theirs });
    expect(differencesOf(versions)).toEqual({
      both: [],
      mine: ['brand', 'variants.tee-S.price'],
      theirs: ['title', 'variants.tee-M.price'],
    });
    const merged = mergeForms(mine, theirs, fieldsKeptMine(versions, {}));
    expect(merged).toEqual(priced(priced({ ...before, title: 'Shirt', brand: 'Acme' }, 'tee-S', 600), 'tee-M', 700));
  });

  test('one price that both changed is asked about, and is whose was chosen', () => {
    const mine = priced(before, 'tee-S', 600);
    const theirs = priced(before, 'tee-S', 700);
    const versions = versionsOf({ before, mine, theirs });
    expect(differencesOf(versions).both).toEqual(['variants.tee-S.price']);
    const settled = (side: 'mine' | 'theirs') =>
      mergeForms(mine, theirs, fieldsKeptMine(versions, { 'variants.tee-S.price': side }));
    expect([settled('mine'), settled('theirs')]).toEqual([mine, theirs]);
  });

  test('where one of them changed which variants there are, the variants are one thing', () => {
    const mine = { ...before, variants: before.variants.slice(0, 1) };
    const theirs = priced(before, 'tee-S', 700);
    const versions = versionsOf({ before, mine, theirs });
    expect(differencesOf(versions).both).toEqual(['variants']);
    expect(mergeForms(mine, theirs, fieldsKeptMine(versions, { variants: 'mine' }))).toEqual(mine);
    expect(mergeForms(mine, theirs, fieldsKeptMine(versions, { variants: 'theirs' }))).toEqual(theirs);
  });
});

describe('what is said', () => {
  const changed = (change: Partial<Product>): Product => ({ ...product, version: 4, ...change });
  const priceOf = (amount: number) => product.variants.map(variant => ({ ...variant, price: usd(amount) }));

  test('names what was saved', () => {
    expect(savedText(product, changed({ title: 'Shirt' }))).toBe('Saved: title.');
    expect(savedText(product, changed({ variants: priceOf(600) }))).toBe('Saved: price of tee-S, price of tee-M.');
    expect(savedText(product, changed({ status: 'draft' }))).toBe('No longer for sale.');
    expect(
      savedText(product, changed({ status: 'draft', title: 'x', brand: 'y', slug: 'z', variants: priceOf(6) })),
    ).toBe('No longer for sale. Saved: title, brand, 3 more.');
  });

  test('parts are called what the page calls them', () => {
    expect(['images', 'seo.title', 'variants.tee-S.compareAtPrice', 'status'].map(productFieldLabel)).toEqual([
      'Pictures',
      'Title for search engines',
      'Compare-at price of tee-S',
      'Status',
    ]);
  });
});

test('taking back saves what differs as it was, over the version that was saved, with the titles that variants were given', () => {
  const after: Product = { ...product, version: 4, title: 'Shirt', variants: product.variants.slice(0, 1) };
  expect(changeBack(product, after)).toMatchObject({
    version: 4,
    title: 'Tee',
    variants: [{ sku: 'tee-S' }, { sku: 'tee-M', title: 'The middle one' }],
  });
  expect(changeBack(product, product)).toBeUndefined();
});
