import { expect } from '@jest/globals';
import { createInventoryClient } from '../../generated/inventory/client.ts';
import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { inventoryEvents } from '../../services/search/events.ts';
import type { StockUpdate } from '../../services/search/store.ts';
import { pactBetween } from '../consumer.ts';
import { AT, SKU, uuidOf } from '../examples.ts';
import type { EventOf } from '../provider-tables.ts';

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
const reservationId = uuidOf(1);
const line = { sku: SKU, quantity: 2, available: 38, version: 8 };

/** An event with the available quantity of a SKU, and its version. */
function receivesStock(
  type: EventOf<'inventory'>,
  key: string,
  payload: Parameters<typeof messageInteraction>[0]['payload'],
): void {
  messageInteraction({ type, key, payload }, async message => {
    const written: StockUpdate[] = [];
    await consumer.dispatch(message, { product: async () => {}, stock: async lines => void written.push(...lines) });
    expect(written).toEqual([{ sku: SKU, available: 38, version: 8 }]);
  });
}

receivesStock('InventoryReserved', reservationId, { reservationId, lines: [line], expiresAt: AT });
receivesStock('InventoryReleased', reservationId, { reservationId, reason: 'expired', lines: [line] });
receivesStock('StockAdjusted', SKU, {
  sku: SKU,
  location: 'east',
  delta: 5,
  reason: 'counted',
  available: 38,
  version: 8,
});
receivesStock('StockAllocated', reservationId, {
  orderId: reservationId,
  lines: [{ ...line, location: 'east' }],
  allocatedAt: AT,
});
