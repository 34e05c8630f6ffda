import { afterAll, beforeAll, expect } from '@jest/globals';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { inventoryHandlers } from '../../services/catalog/events.ts';
import type { StockUpdate } from '../../services/catalog/stock.ts';
import { lookUpStock } from '../../services/catalog/stock-lookup.ts';
import { type CatalogSuite, startCatalogSuite } from '../../services/catalog/testing/suite.ts';
import { pactBetween } from '../consumer.ts';
import { SKU, usd, uuidOf } from '../examples.ts';
import { receivesStock } from '../stock-events.ts';

const { httpInteraction, messageInteraction } = pactBetween('catalog', 'inventory');

let suite: CatalogSuite;
beforeAll(async () => {
  suite = await startCatalogSuite();
});
afterAll(() => suite.close());
const path = '/internal/inventory/levels';

// As services/catalog/imports/worker.ts sets the stock of a chunk of rows.
const levels = [{ sku: SKU, location: 'east', onHand: 40 }];
const body = { reason: `import ${uuidOf(1)}`, levels };

httpInteraction(
  'to set what is on hand',
  { request: { method: 'PUT', path, body }, response: { status: 200, body: { refused: [] } } },
  async baseUrl => {
    const response = await createInventoryClient({ baseUrl }).setLevels({ body });
    expect(response).toMatchObject({ status: 200, body: { refused: [] } });
  },
);

const tooLow = { reason: body.reason, levels: [{ sku: 'HELD', location: 'east', onHand: 0 }] };
const refused = [{ sku: 'HELD', location: 'east', message: 'More than 0 are held for orders.' }];

httpInteraction(
  'to set less than is held for orders',
  {
    given: { state: 'stock is held', params: { reservationId: uuidOf(41), sku: 'HELD', quantity: 2 } },
    request: { method: 'PUT', path, body: tooLow },
    response: { status: 200, body: { refused } },
  },
  async baseUrl => {
    const response = await createInventoryClient({ baseUrl }).setLevels({ body: tooLow });
    expect(response).toMatchObject({ status: 200, body: { refused } });
  },
);

httpInteraction(
  'what can be sold of the skus of a product',
  {
    given: { state: 'there is stock', params: { sku: 'FILTERED', onHand: 40 } },
    request: { method: 'POST', path: '/internal/inventory/availability', body: { skus: ['FILTERED'] } },
    response: { status: 200, body: { items: [{ sku: 'FILTERED', available: 40, version: 1 }] } },
  },
  async baseUrl => {
    const variants = [{ sku: 'FILTERED', price: usd(101) }];
    await suite.merchant.createProduct({ body: { title: 'Bananas', category: 'Fruit', variants } });
    const { stock } = suite.dependencies.store;
    await lookUpStock({ stock, inventory: createInventoryClient({ baseUrl }) }, new AbortController().signal);
    const listed = await suite.merchant.listAllProducts({ query: { stock: 'in_stock' } });
    expect(listed).toMatchObject({ status: 200, body: { items: [{ title: 'Bananas' }] } });
  },
);

const consumer = createInventoryConsumer({ handlers: inventoryHandlers });

receivesStock(messageInteraction, async message => {
  const saved: StockUpdate[] = [];
  await consumer.dispatch(message, async updates => void saved.push(...updates));
  return saved;
});
