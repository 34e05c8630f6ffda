import { expect } from '@jest/globals';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { inventoryEvents } from '../../services/search/events.ts';
import type { StockUpdate } from '../../services/search/store.ts';
import { pactBetween } from '../consumer.ts';
import { receivesStock } from '../stock-events.ts';

const { httpInteraction, messageInteraction } = pactBetween('search', 'inventory');

httpInteraction(
  'how many there are',
  {
    given: { state: 'there is stock', params: { sku: 'INDEXED', onHand: 40 } },
    request: { method: 'POST', path: '/internal/inventory/availability', body: { skus: ['INDEXED'] } },
    response: { status: 200, body: { items: [{ sku: 'INDEXED', available: 40 }] } },
  },
  async baseUrl => {
    const response = await createInventoryClient({ baseUrl }).lookUpAvailability({ body: { skus: ['INDEXED'] } });
    expect(response).toMatchObject({ status: 200, body: { items: [{ sku: 'INDEXED', available: 40 }] } });
  },
);

const consumer = createInventoryConsumer({ handlers: inventoryEvents });

receivesStock(messageInteraction, async message => {
  const written: StockUpdate[] = [];
  await consumer.dispatch(message, { product: async () => {}, stock: async lines => void written.push(...lines) });
  return written;
});
