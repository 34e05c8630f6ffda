import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { draftMessages, orderPaidView, orderRefundedView, shipmentView } from './message.ts';
import { enqueue, type Tx } from './store.ts';

type Orders = Parameters<typeof createOrdersConsumer<Tx>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<Tx>>[0]['handlers'];

/** Customers are written to when an order is paid, when its parcel ships, and when all of its money goes back. */
const orderHandlers: Orders = {
  OrderPaid: (event, meta, tx) =>
    enqueue(tx, meta.id, draftMessages('order-paid', event, orderPaidView(event)), new Date()),
  OrderPlaced: 'ignore',
  OrderCancelled: 'ignore',
  OrderRefunded: (event, meta, tx) =>
    enqueue(tx, meta.id, draftMessages('order-refunded', event, orderRefundedView(event)), new Date()),
  ChangeMade: 'ignore',
};

const shippingHandlers: Shipping = {
  ShipmentCreated: (event, meta, tx) =>
    enqueue(tx, meta.id, draftMessages('shipment-created', event, shipmentView(event)), new Date()),
  ShipmentInTransit: 'ignore',
  ShipmentDelivered: 'ignore',
  ShipmentCancelled: 'ignore',
  ChangeMade: 'ignore',
};

/** The topics that this service consumes. */
export const consumers = [
  createOrdersConsumer({ handlers: orderHandlers }),
  createShippingConsumer({ handlers: shippingHandlers }),
];
