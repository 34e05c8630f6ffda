import { expect } from '@jest/globals';
import type { KafkaMessage } from '../contracts/codegen/runtime/events.ts';
import type { MessageInteraction } from './consumer.ts';
import { AT, SKU, uuidOf } from './examples.ts';

interface StockUpdate {
  sku: string;
  available: number;
  version: number;
}

const reservationId = uuidOf(1);
const line = { sku: SKU, quantity: 2, available: 38, version: 8 };

type StockEvent = MessageInteraction<'inventory'>;

export const inventoryReleased: StockEvent = {
  type: 'InventoryReleased',
  key: reservationId,
  payload: { reservationId, reason: 'expired', lines: [line] },
};

export const stockAdjusted: StockEvent = {
  type: 'StockAdjusted',
  key: SKU,
  payload: {
    sku: SKU,
    location: 'east',
    delta: 5,
    reason: 'counted',
    available: 38,
    version: 8,
  },
};

/** The events of inventory that say what can be sold of a sku, and its version. */
const stockEvents: readonly StockEvent[] = [
  { type: 'InventoryReserved', key: reservationId, payload: { reservationId, lines: [line], expiresAt: AT } },
  inventoryReleased,
  stockAdjusted,
  {
    type: 'StockAllocated',
    key: reservationId,
    payload: {
      orderId: reservationId,
      lines: [{ ...line, location: 'east' }],
      allocatedAt: AT,
    },
  },
];

/**
 * The pact of a consumer that keeps what can be sold of each sku. `updatesOf` gives what it saves of an event. Called
 * once in a test file.
 */
export function receivesStock(
  messageInteraction: (interaction: StockEvent, receive: (message: KafkaMessage) => Promise<void>) => void,
  updatesOf: (message: KafkaMessage) => Promise<readonly StockUpdate[]>,
): void {
  for (const event of stockEvents)
    messageInteraction(event, async message => {
      expect(await updatesOf(message)).toEqual([{ sku: SKU, available: 38, version: 8 }]);
    });
}
