import { afterAll, beforeAll, test } from '@jest/globals';
import type { inventoryEvents } from '../../generated/inventory/events.ts';
import { type Inventory, startInventory, stockUp } from '../../services/inventory/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { outboxRecords } from '../../services/platform/testing/outbox.ts';
import { adminHeaders, lastEvent, type Publications, verify } from '../provider.ts';
import { allocate, hold, inventoryStates } from '../states/inventory.ts';

let inventory: Inventory;
beforeAll(async () => {
  inventory = await startInventory();
});
afterAll(() => inventory.close());

test('inventory keeps every pact that others have with it', async () => {
  const published = async (type: string) => lastEvent(await outboxRecords(inventory.database), type);
  const publications: Publications<typeof inventoryEvents> = {
    async InventoryReserved() {
      await hold(inventory, newId(), newId());
      return published('InventoryReserved');
    },
    async InventoryReleased() {
      const reservationId = newId();
      await hold(inventory, reservationId, newId());
      await inventory.service.releaseReservation({ path: { reservationId } });
      return published('InventoryReleased');
    },
    async StockAdjusted() {
      await stockUp(inventory, { [`${newId()}@east`]: 5 });
      return published('StockAdjusted');
    },
    async StockAllocated() {
      const orderId = newId();
      const sku = newId();
      await hold(inventory, orderId, sku);
      await allocate(inventory, orderId, sku);
      return published('StockAllocated');
    },
    async ChangeMade() {
      await inventoryStates(inventory)['staff adjusted a level'].enter({ sku: newId() });
      return published('ChangeMade');
    },
    async AllocationFailed() {
      await allocate(inventory, newId(), newId());
      return published('AllocationFailed');
    },
  };
  await verify('inventory', {
    url: inventory.url,
    states: inventoryStates(inventory),
    publications,
    staff: adminHeaders(inventory.identity),
  });
});
