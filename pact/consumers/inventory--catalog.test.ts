import { afterAll, beforeAll, expect } from '@jest/globals';
import { createCatalogConsumer } from '../../generated/catalog/events.ts';
import { catalogHandlers } from '../../services/inventory/events.ts';
import { saveTerms } from '../../services/inventory/store-search-terms.ts';
import { type Inventory, startInventory, stockUp } from '../../services/inventory/testing/suite.ts';
import { pactBetween } from '../consumer.ts';
import { AT, SKU, usd, uuidOf } from '../examples.ts';
import { exactly } from '../matchers.ts';

const { messageInteraction } = pactBetween('inventory', 'catalog');
const consumer = createCatalogConsumer({ handlers: catalogHandlers });
const id = uuidOf(1);

let inventory: Inventory;
beforeAll(async () => {
  inventory = await startInventory();
  await stockUp(inventory, { [`${SKU}@east`]: 4 });
});
afterAll(() => inventory.close());

async function found(q: string): Promise<string[]> {
  const response = await inventory.staff('catalog').listLevels({ query: { q } });
  if (response.status !== 200) throw new Error(`${response.status}`);
  return response.body.items.map(level => level.sku);
}

const image = {
  url: '/media/b-160.webp',
  width: 160,
  height: 160,
  alt: 'Bananas',
  sizes: [{ url: '/media/b-160.webp', width: 160 }],
};
const product = {
  id,
  version: 1,
  slug: 'bananas',
  title: 'Bananas',
  brand: 'Chiquita',
  status: exactly('active'),
  createdAt: AT,
  updatedAt: AT,

  category: { slug: 'fruit', name: 'Fruit' },
  images: [image],
  tags: ['organic'],

  variants: [{ sku: SKU, title: 'Bunch', price: usd(101) }],
  removedSkus: ['GONE'],
};

messageInteraction({ type: 'ProductUpdated', key: id, payload: product }, async message => {
  await consumer.dispatch(message, terms => saveTerms(inventory.database, [terms]));
  expect(await found('chiquita banana bunch')).toEqual([SKU]);
});

messageInteraction(
  { type: 'ProductDeleted', key: id, payload: { id, slug: 'bananas', skus: [SKU], version: 2 } },
  async message => {
    await consumer.dispatch(message, terms => saveTerms(inventory.database, [terms]));
    expect(await found('bananas')).toEqual([]);
  },
);
