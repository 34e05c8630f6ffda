import { afterAll, beforeAll, expect } from '@jest/globals';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { shippingHandlers } from '../../services/inventory/events.ts';
import { orderInbox } from '../../services/inventory/order-inbox.ts';
import { type Inventory, startInventory } from '../../services/inventory/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { pactBetween } from '../consumer.ts';
import { shipmentCancelled } from '../examples.ts';

const { messageInteraction } = pactBetween('inventory', 'shipping');

let inventory: Inventory;
beforeAll(async () => {
  inventory = await startInventory();
});
afterAll(() => inventory.close());

messageInteraction(
  { type: 'ShipmentCancelled', key: shipmentCancelled.orderId, payload: shipmentCancelled },
  async message => {
    await orderInbox(inventory.database)({ consumer: 'inventory', id: newId() }, orders =>
      createShippingConsumer({ handlers: shippingHandlers }).dispatch(message, orders),
    );
    const reservation = await inventory.database.reservation.findUnique({ where: { id: shipmentCancelled.orderId } });
    expect(reservation?.orderCancelled).toBe(true);
  },
);
