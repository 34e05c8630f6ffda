import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Product } from '../shop/catalog.ts';
import { productData } from './product-data.ts';

const before = process.env.PUBLIC_STOREFRONT_URL;
beforeAll(() => {
  process.env.PUBLIC_STOREFRONT_URL = 'https://shop.example';
});
afterAll(() => {
  if (before === undefined) delete process.env.PUBLIC_STOREFRONT_URL;
  else process.env.PUBLIC_STOREFRONT_URL = before;
});

const at = '2026-11-22T10:00:00Z';
const product: Product = {
  id: 'p',
  slug: 'tea',
  title: 'Tea',
  status: 'active',
  category: { slug: 'drinks', name: 'Drinks' },
  images: [],
  options: [],
  variants: [{ sku: 'a', title: 'Tea', price: { amount: 101, currency: 'USD' }, options: {} }],
  tags: [],
  seo: {},
  version: 1,
  createdAt: at,
  updatedAt: at,
};
const attribute = (key: string, value: object) => ({ key, name: key, filterable: true, position: 0, ...value });

test('attributes are properties of the product, numbers with their unit', () => {
  const attributes: NonNullable<Product['attributes']> = [
    { ...attribute('Vegan', {}), type: 'boolean', boolean: false },
    { ...attribute('Energy', {}), type: 'number', number: 0, unit: 'kcal' },
    { ...attribute('Cups', {}), type: 'number', number: 20 },
    { ...attribute('Origin', {}), type: 'choice', values: [{ key: 'it', name: 'Italy' }] },
    {
      ...attribute('Sold in', {}),
      type: 'choice',
      values: [
        { key: 'it', name: 'Italy' },
        { key: 'es', name: 'Spain' },
      ],
    },
    { ...attribute('Story', {}), type: 'text', text: 'From </script> hills' },
  ];
  const property = { '@type': 'PropertyValue' };
  expect(productData({ ...product, attributes }, undefined).additionalProperty).toEqual([
    { ...property, name: 'Vegan', value: false },
    { ...property, name: 'Energy', value: 0, unitText: 'kcal' },
    { ...property, name: 'Cups', value: 20 },
    { ...property, name: 'Origin', value: 'Italy' },
    { ...property, name: 'Sold in', value: ['Italy', 'Spain'] },
    { ...property, name: 'Story', value: 'From </script> hills' },
  ]);
  expect(productData(product, undefined)).not.toHaveProperty('additionalProperty');
});
