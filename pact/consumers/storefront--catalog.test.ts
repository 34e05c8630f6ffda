import { expect } from '@jest/globals';
import { cardOf } from '../../storefront/shop/card.ts';
import { currentSlug, findProduct, listCategories, listProducts } from '../../storefront/shop/catalog.ts';
import { pactBetween } from '../consumer.ts';
import { AT, SKU, usd } from '../examples.ts';
import { exactly } from '../matchers.ts';
import { image, inStorefront } from '../storefront-client.ts';

const { httpInteraction } = pactBetween('storefront', 'catalog');
const given = { state: 'a product is for sale', params: { sku: SKU } } as const;
const category = { slug: 'fruit', name: 'Fruit' };
const product = {
  slug: 'bananas',
  title: 'Bananas',
  description: 'Ripe.',
  brand: 'Chiquita',
  category,
  images: [image],
  options: [],
  attributes: [{ key: 'origin', name: 'Origin', values: [{ name: 'Peru' }] }],
  seo: {},
  updatedAt: AT,
  variants: [{ sku: SKU, title: 'Bananas', price: usd(101), options: {}, size: '1 kg' }],
};

httpInteraction(
  'for a product by its slug',
  {
    given,
    request: { method: 'GET', path: `/products/bananas-${SKU}` },
    response: { status: 200, body: product },
  },
  async baseUrl => {
    const found = await inStorefront(baseUrl, () => findProduct(`bananas-${SKU}`));
    expect(found).toMatchObject({
      title: 'Bananas',
      variants: [{ sku: SKU, price: usd(101) }],
      images: [{ sizes: image.sizes }],
      attributes: [{ name: 'Origin', values: [{ name: 'Peru' }] }],
    });
  },
);

httpInteraction(
  'for a product that is not there',
  { request: { method: 'GET', path: '/products/no-such-thing' }, response: { status: 404 } },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => findProduct('no-such-thing'))).toBeUndefined();
  },
);

httpInteraction(
  'for the newest products of a category',
  {
    given,
    request: { method: 'GET', path: '/products', query: { limit: '4', category: 'fruit' } },
    response: { status: 200, body: { items: [product] } },
  },
  async baseUrl => {
    const found = await inStorefront(baseUrl, () => listProducts({ limit: 4, category: 'fruit' }));
    if ('status' in found) throw new Error('no answer');
    expect(found.items.map(cardOf)).toMatchObject([
      {
        slug: 'bananas',
        name: 'Bananas',
        brand: 'Chiquita',
        size: '1 kg',
        image,
        choices: [{ sku: SKU, price: usd(101), unitPrice: { amount: 101, unit: 'kg' } }],
      },
    ]);
  },
);

httpInteraction(
  'for the categories',
  {
    given,
    request: { method: 'GET', path: '/categories' },
    response: { status: 200, body: { items: [{ ...category, products: 3, image }] } },
  },
  async baseUrl => {
    expect(await inStorefront(baseUrl, listCategories)).toEqual([{ ...category, products: 3, image }]);
  },
);

httpInteraction(
  'for a category by its slug',
  {
    given,
    request: { method: 'GET', path: '/categories/fruit' },
    response: { status: 200, body: { slug: exactly('fruit') } },
  },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => currentSlug('fruit'))).toBeUndefined();
  },
);
