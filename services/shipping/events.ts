import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { newId } from '../platform/ids.ts';
import { becomesReady, canCancel, firstStatus, packedLines, shipmentCancelled } from './shipment.ts';
import {
  changeShipment,
  findByOrder,
  insertShipment,
  lockOrder,
  makeReady,
  publish,
  readOrderState,
  recordOrderState,
  type Tx,
} from './store.ts';

type Orders = Parameters<typeof createOrdersConsumer<Tx>>[0]['handlers'];
type Inventory = Parameters<typeof createInventoryConsumer<Tx>>[0]['handlers'];

/** A paid order gets one parcel. A cancelled order gets none, even when OrderCancelled arrives first. */
const orderHandlers: Orders = {
  async OrderPaid(event, _meta, tx) {
    const { orderId, number, email, phone, shippingAddress, shippingMethod } = event;
    await lockOrder(tx, orderId);
    if (await findByOrder(tx, orderId)) return;
    const state = await readOrderState(tx, orderId);
    const status = firstStatus(state);
    const lines = packedLines(
      event.lines.map(({ sku, title, quantity }) => ({ sku, title, quantity })),
      state.lines,
    );
    const shipment = {
      id: newId(),
      orderId,
      orderNumber: number,
      status,
      method: shippingMethod,
      email,
      address: shippingAddress,
      lines,
    };
    await insertShipment(tx, { ...shipment, ...(phone === undefined ? {} : { phone }) });
    if (status === 'cancelled') await publish(tx, orderId, [shipmentCancelled(shipment, new Date().toISOString())]);
  },

  async OrderCancelled(event, _meta, tx) {
    await lockOrder(tx, event.orderId);
    await recordOrderState(tx, event.orderId, { cancelled: event.cancelledAt });
    const shipment = await findByOrder(tx, event.orderId);
    if (!shipment || !canCancel(shipment.status)) return;
    await changeShipment(tx, shipment.id, shipment.status, { status: 'cancelled', dueAt: null });
    await publish(tx, event.orderId, [shipmentCancelled(shipment, new Date().toISOString())]);
  },

  OrderPlaced: 'ignore',
  OrderRefunded: 'ignore',
  ChangeMade: 'ignore',
};

/** A parcel is ready once its stock is allocated. StockAllocated may arrive before OrderPaid. */
const inventoryHandlers: Inventory = {
  async StockAllocated(event, _meta, tx) {
    await lockOrder(tx, event.orderId);
    const allocated = event.lines.map(({ sku, quantity, location }) => ({ sku, quantity, location }));
    await recordOrderState(tx, event.orderId, { allocated });
    const shipment = await findByOrder(tx, event.orderId);
    if (shipment && becomesReady(shipment.status, await readOrderState(tx, event.orderId))) {
      await makeReady(tx, shipment.id, packedLines(shipment.lines, allocated));
    }
  },

  // Orders cancels the order, and OrderCancelled cancels the parcel.
  AllocationFailed: 'ignore',
  InventoryReserved: 'ignore',
  InventoryReleased: 'ignore',
  StockAdjusted: 'ignore',
  ChangeMade: 'ignore',
};

/** The topics that this service consumes. */
export const consumers = [
  createOrdersConsumer({ handlers: orderHandlers }),
  createInventoryConsumer({ handlers: inventoryHandlers }),
];
