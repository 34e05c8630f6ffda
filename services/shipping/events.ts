import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { newId } from '../platform/ids.ts';
import { becomesReady, firstStatus, heldBack, mayCancel, packed } from './shipment.ts';
import {
  changeShipment,
  findByOrder,
  insertShipment,
  keepNews,
  lockOrder,
  makeReady,
  newsOfOrder,
  publish,
  type Tx,
} from './store.ts';

type Orders = Parameters<typeof createOrdersConsumer<Tx>>[0]['handlers'];
type Inventory = Parameters<typeof createInventoryConsumer<Tx>>[0]['handlers'];

/** A paid order gets one parcel; a cancelled one none, even when the cancellation is heard of first. */
const orderHandlers: Orders = {
  async OrderPaid(event, _meta, tx) {
    const { orderId, number, email, phone, shippingAddress, shippingMethod } = event;
    await lockOrder(tx, orderId);
    if (await findByOrder(tx, orderId)) return;
    const news = await newsOfOrder(tx, orderId);
    const status = firstStatus(news);
    const lines = packed(
      event.lines.map(({ sku, title, quantity }) => ({ sku, title, quantity })),
      news.lines,
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
    if (status === 'cancelled') await publish(tx, orderId, [heldBack(shipment, new Date().toISOString())]);
  },

  async OrderCancelled(event, _meta, tx) {
    await lockOrder(tx, event.orderId);
    await keepNews(tx, event.orderId, { cancelled: event.cancelledAt });
    const shipment = await findByOrder(tx, event.orderId);
    if (!shipment || !mayCancel(shipment.status)) return;
    await changeShipment(tx, shipment.id, shipment.status, { status: 'cancelled', dueAt: null });
    await publish(tx, event.orderId, [heldBack(shipment, new Date().toISOString())]);
  },

  OrderPlaced: 'ignore',
  OrderRefunded: 'ignore',
  ChangeMade: 'ignore',
};

/** The parcel may be packed once its stock is there, which may be known before the payment is. */
const inventoryHandlers: Inventory = {
  async StockAllocated(event, _meta, tx) {
    await lockOrder(tx, event.orderId);
    const allocated = event.lines.map(({ sku, quantity, location }) => ({ sku, quantity, location }));
    await keepNews(tx, event.orderId, { allocated });
    const shipment = await findByOrder(tx, event.orderId);
    if (shipment && becomesReady(shipment.status, await newsOfOrder(tx, event.orderId))) {
      await makeReady(tx, shipment.id, packed(shipment.lines, allocated));
    }
  },

  // Orders hears of it, cancels the order and tells.
  AllocationFailed: 'ignore',
  InventoryReserved: 'ignore',
  InventoryReleased: 'ignore',
  StockAdjusted: 'ignore',
  ChangeMade: 'ignore',
};

/** What this service listens to. */
export const consumers = [
  createOrdersConsumer({ handlers: orderHandlers }),
  createInventoryConsumer({ handlers: inventoryHandlers }),
];
