import { afterAll, expect } from '@jest/globals';
import { createCatalogClient } from '../../generated/catalog/client.ts';
import { createCatalogConsumer } from '../../generated/catalog/events.ts';
import { catalogEvents } from '../../services/cart/events.ts';
import { createStore } from '../../services/cart/store.ts';
import { createUpstream } from '../../services/cart/upstream.ts';
import { createTestRedis } from '../../services/platform/testing/stores.ts';
import { pactBetween } from '../consumer.ts';
import { AT, SKU, usd, uuidOf } from '../examples.ts';

const { httpInteraction, messageInteraction } = pactBetween('cart', 'catalog');
const { redis, drop } = createTestRedis();
afterAll(drop);
const store = createStore(redis);
const image = { url: '/media/bananas.webp', alt: 'Bananas', tint: '#f5d76e' };

httpInteraction(
  'what variants cost',
  {
    given: { state: 'a product is for sale', params: { sku: SKU } },
    request: { method: 'POST', path: '/internal/catalog/variants', body: { skus: [SKU] } },
    response: {
      status: 200,
      body: { items: [{ sku: SKU, slug: 'bananas', title: 'Bananas', price: usd(101), image, productVersion: 1 }] },
    },
  },
  async baseUrl => {
    const inventory = { lookUpAvailability: async () => ({ status: 200 as const, body: { items: [] }, headers: {} }) };
    const markets = createUpstream({ store, catalog: createCatalogClient({ baseUrl }), inventory });
    const { offers } = await markets.fetchForChange([SKU]);
    expect(offers.get(SKU)).toEqual({ sku: SKU, slug: 'bananas', title: 'Bananas', price: usd(101), image });
  },
);

const consumer = createCatalogConsumer({ handlers: catalogEvents });
/** A SKU is cached, and the event invalidates it. */
async function expectInvalidation(sku: string, receive: () => Promise<void>): Promise<void> {
  await store.cacheOffers([{ sku, version: 1, value: { sku, slug: 'bananas', title: 'Bananas', price: usd(101) } }]);
  expect((await store.readCached([sku])).offers.size).toBe(1);
  await receive();
  expect((await store.readCached([sku])).offers.size).toBe(0);
}

const product = {
  id: uuidOf(1),
  slug: 'bananas',
  title: 'Bananas',
  status: 'active',
  category: { slug: 'fruit', name: 'Fruit' },
  images: [],
  tags: [],

  version: 2,
  createdAt: AT,
  updatedAt: AT,
};
const variant = { sku: 'CHANGED', title: 'Bananas', price: usd(101) };

messageInteraction(
  { type: 'ProductUpdated', key: product.id, payload: { ...product, variants: [variant], removedSkus: ['REMOVED'] } },
  message =>
    expectInvalidation('CHANGED', () => expectInvalidation('REMOVED', () => consumer.dispatch(message, store))),
);

messageInteraction(
  {
    type: 'ProductDeleted',
    key: product.id,
    payload: { id: product.id, slug: 'bananas', skus: ['DELETED'], version: 2 },
  },
  message => expectInvalidation('DELETED', () => consumer.dispatch(message, store)),
);
