import type { createOrdersConsumer } from '../../generated/orders/events.ts';
import type { createShippingConsumer } from '../../generated/shipping/events.ts';
import { allocateOrder, cancelOrder, markShipped } from './reservations.ts';
import type { Tx } from './store.ts';

type Orders = Parameters<typeof createOrdersConsumer<Tx>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<Tx>>[0]['handlers'];

/** What becomes of the orders that stock is held for; the reservation has the order's id. */
export const orderHandlers: Orders = {
  OrderPaid: (event, _meta, tx) => allocateOrder(tx, event.orderId, event.lines),
  OrderCancelled: (event, _meta, tx) => cancelOrder(tx, event.orderId),
  OrderPlaced: 'ignore',
  OrderRefunded: 'ignore',
  ChangeMade: 'ignore',
};

/** Whether a parcel has left, and its stock with it. */
export const shippingHandlers: Shipping = {
  ShipmentCreated: (event, _meta, tx) => markShipped(tx, event.orderId),
  ShipmentInTransit: 'ignore',
  ShipmentDelivered: 'ignore',
  ShipmentCancelled: 'ignore',
  ChangeMade: 'ignore',
};
