import { expect } from '@jest/globals';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { inventoryEvents } from '../../services/search/events.ts';
import type { StockUpdate } from '../../services/search/store.ts';
import { pactBetween } from '../consumer.ts';
import { AT, SKU, uuidOf } from '../examples.ts';

const { asks, hears } = pactBetween('search', 'inventory');

asks(
  'how many there are',
  {
    given: { state: 'there is stock', params: { sku: 'INDEXED', onHand: 40 } },
    request: { method: 'POST', path: '/internal/inventory/availability', body: { skus: ['INDEXED'] } },
    response: { status: 200, body: { items: [{ sku: 'INDEXED', available: 40 }] } },
  },
  async baseUrl => {
    const answer = await createInventoryClient({ baseUrl }).lookUpAvailability({ body: { skus: ['INDEXED'] } });
    expect(answer).toMatchObject({ status: 200, body: { items: [{ sku: 'INDEXED', available: 40 }] } });
  },
);

const consumer = createInventoryConsumer({ handlers: inventoryEvents });
const reservationId = uuidOf(1);
const line = { sku: SKU, quantity: 2, available: 38, version: 8 };

/** An event that says how many there are of a sku, and since which version. */
function hearsOfStock(type: string, key: string, payload: Parameters<typeof hears>[0]['payload']): void {
  hears({ type, key, payload }, async message => {
    const written: StockUpdate[] = [];
    await consumer.dispatch(message, { product: async () => {}, stock: async lines => void written.push(...lines) });
    expect(written).toEqual([{ sku: SKU, available: 38, version: 8 }]);
  });
}

hearsOfStock('InventoryReserved', reservationId, { reservationId, lines: [line], expiresAt: AT });
hearsOfStock('InventoryReleased', reservationId, { reservationId, reason: 'expired', lines: [line] });
hearsOfStock('StockAdjusted', SKU, {
  sku: SKU,
  location: 'east',
  delta: 5,
  reason: 'counted',
  available: 38,
  version: 8,
});
hearsOfStock('StockAllocated', reservationId, {
  orderId: reservationId,
  lines: [{ ...line, location: 'east' }],
  allocatedAt: AT,
});
