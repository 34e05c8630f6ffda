import { afterAll, beforeAll, expect } from '@jest/globals';
import { createCatalogClient } from '../../generated/catalog/client.ts';
import { sellableVariants } from '../../services/notifications/stock-alerts.ts';
import { type NotificationsSuite, notificationsSuite } from '../../services/notifications/testing/suite.ts';
import { pactBetween } from '../consumer.ts';
import { AT, SKU, usd, uuidOf } from '../examples.ts';
import { exactly } from '../matchers.ts';

const { httpInteraction, messageInteraction } = pactBetween('notifications', 'catalog');

let suite: NotificationsSuite;
beforeAll(async () => {
  suite = await notificationsSuite();
});
afterAll(() => suite.close());

const image = { url: '/media/bananas.webp' };

httpInteraction(
  'what variants are',
  {
    given: { state: 'a product is for sale', params: { sku: SKU } },
    request: { method: 'POST', path: '/internal/catalog/variants', body: { skus: [SKU] } },
    response: {
      status: 200,
      body: { items: [{ sku: SKU, slug: 'bananas', title: 'Bananas', price: usd(101), image }] },
    },
  },
  async baseUrl => {
    const variants = await sellableVariants(createCatalogClient({ baseUrl }), [SKU]);
    expect(variants.get(SKU)).toMatchObject({ slug: 'bananas', title: 'Bananas', price: usd(101), image });
  },
);

const product = {
  id: uuidOf(1),
  slug: 'bananas',
  title: 'Bananas',
  status: exactly('active'),
  category: { slug: 'fruit', name: 'Fruit' },
  images: [],
  tags: [],
  variants: [{ sku: SKU, title: 'Bananas', price: usd(101) }],
  version: 2,
  createdAt: AT,
  updatedAt: AT,
};

messageInteraction({ type: 'ProductUpdated', key: product.id, payload: product }, async message => {
  const id = uuidOf(90);
  await suite.database.stockAlert.create({ data: { id, sku: SKU, email: 'a@example.com', createdAt: new Date() } });
  await suite.receive(message);
  expect((await suite.database.stockAlert.findUnique({ where: { id } }))?.dueAt).not.toBeNull();
});
