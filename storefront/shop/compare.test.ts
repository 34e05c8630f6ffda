import { expect, test } from '@jest/globals';
import type { Product } from './catalog.ts';
import { comparedSlugs, compareRows, compareUrl } from './compare.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const product = (slug: string, own: Partial<Product>): Product => ({
  id: '0190a6e0-7c1d-7000-8000-000000000001',
  slug,
  title: slug,
  status: 'active',
  images: [],
  options: [],
  tags: [],
  category: { slug: 'tea', name: 'Tea' },
  seo: {},
  version: 1,
  createdAt: '',
  updatedAt: '',
  variants: [{ sku: slug, title: slug, price: usd(500), options: {} }],
  ...own,
});

test('the products of a comparison are named by the address: four at most, each once', () => {
  expect(comparedSlugs(undefined)).toEqual([]);
  expect(comparedSlugs(['a', 'b', 'a', '../x', 'c', 'd', 'e'])).toEqual(['a', 'b', 'c', 'd']);
  expect(compareUrl(['a', 'b'])).toBe('/compare?product=a&product=b');
});

test('products are compared by what they have; what tells them apart is known', () => {
  const tin = product('tin', {
    brand: 'Leaf',
    options: [{ name: 'Flavour', values: ['Mint', 'Lime'] }],
    variants: [
      { sku: 'mint', title: 'Mint', price: usd(500), options: { Flavour: 'Mint' }, size: '100 g' },
      { sku: 'lime', title: 'Lime', price: usd(700), options: { Flavour: 'Lime' }, size: '100 g' },
    ],
  });
  const rows = compareRows([tin, product('bag', {})], new Map([['lime', 2]]));
  expect(rows).toEqual([
    { name: 'Price', values: ['$5.00 – $7.00', '$5.00'], differs: true },
    { name: 'Unit price', values: [expect.stringContaining('/ kg'), ''], differs: true },
    { name: 'Stock', values: ['In stock', 'Sold out'], differs: true },
    { name: 'Brand', values: ['Leaf', ''], differs: true },
    { name: 'Package', values: ['100 g', ''], differs: true },
    { name: 'Flavour', values: ['Mint, Lime', ''], differs: true },
    { name: 'Category', values: ['Tea', 'Tea'], differs: false },
  ]);
  expect(compareRows([product('bag', {})], undefined).map(({ name }) => name)).toEqual(['Price', 'Category']);
});
