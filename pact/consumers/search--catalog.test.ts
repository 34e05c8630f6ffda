import { expect } from '@jest/globals';
import { createCatalogClient } from '../../generated/catalog/client.ts';
import { createCatalogConsumer } from '../../generated/catalog/events.ts';
import { catalogEvents } from '../../services/search/events.ts';
import { documentOf, type ProductDocument } from '../../services/search/product.ts';
import { pactBetween } from '../consumer.ts';
import { AT, SKU, usd, uuidOf } from '../examples.ts';
import { exactly } from '../matchers.ts';

const { httpInteraction, messageInteraction } = pactBetween('search', 'catalog');

const image = {
  url: '/media/b-160.webp',
  width: 160,
  height: 160,
  alt: 'Bananas',
  sizes: [{ url: '/media/b-160.webp', width: 160 }],
};
const product = {
  id: uuidOf(1),
  version: 1,
  slug: 'bananas',
  title: 'Bananas',
  description: 'Ripe.',
  brand: 'Chiquita',
  createdAt: AT,

  category: { slug: 'fruit', name: 'Fruit' },
  images: [image],
  tags: ['organic'],
  attributes: [
    {
      key: 'origin',
      name: 'Origin',
      type: 'choice' as const,
      filterable: true,
      position: 0,
      values: [{ key: 'peru', name: 'Peru' }],
    },
  ],
  status: exactly('active'),
  variants: [{ sku: SKU, title: 'Bunch', price: usd(101), size: '1 kg', options: { Bunch: 'Five' } }],
};
const hit = { slug: 'bananas', price: usd(101), image, variants: [{ sku: SKU, price: usd(101), available: 0 }] };

httpInteraction(
  'for a page of all products',
  {
    given: { state: 'a product is for sale', params: { sku: 'EXPORTED' } },
    request: { method: 'GET', path: '/internal/catalog/products', query: { limit: '100' } },
    response: { status: 200, body: { items: [product] } },
  },
  async baseUrl => {
    const response = await createCatalogClient({ baseUrl }).exportProducts({ query: { limit: 100 } });
    if (response.status !== 200) throw new Error(response.body.title);
    expect(response.body.items.map(documentOf)).toMatchObject([
      {
        listed: true,
        title: 'Bananas',
        brand: 'Chiquita',
        skus: [SKU],
        attributes: [{ key: 'origin', value: 'peru', label: 'Peru' }],
        hit,
      },
    ]);
  },
);

/** What search would write into its index. */
function projection() {
  const products: ProductDocument[] = [];
  return {
    products,
    product: async (document: ProductDocument) => void products.push(document),
    stock: async () => {},
  };
}
const consumer = createCatalogConsumer({ handlers: catalogEvents });

messageInteraction(
  { type: 'ProductUpdated', key: product.id, payload: { ...product, updatedAt: AT } },
  async message => {
    const written = projection();
    await consumer.dispatch(message, written);
    expect(written.products).toMatchObject([{ id: product.id, version: 1, listed: true, title: 'Bananas', hit }]);
  },
);

messageInteraction(
  { type: 'ProductDeleted', key: product.id, payload: { id: product.id, slug: 'bananas', skus: [SKU], version: 2 } },
  async message => {
    const written = projection();
    await consumer.dispatch(message, written);
    expect(written.products).toEqual([{ id: product.id, version: 2, listed: false, deleted: true }]);
  },
);
