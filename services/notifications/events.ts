import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { draftMessages, orderPaidView, shipmentView } from './message.ts';
import { enqueue, type Tx } from './store.ts';

type Orders = Parameters<typeof createOrdersConsumer<Tx>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<Tx>>[0]['handlers'];

/** Customers get two messages for an order: when it is paid, and when its parcel ships. */
const orderHandlers: Orders = {
  OrderPaid: (event, meta, tx) =>
    enqueue(tx, meta.id, draftMessages('order-paid', event, orderPaidView(event)), new Date()),
  OrderPlaced: 'ignore',
  OrderCancelled: 'ignore',
  OrderRefunded: 'ignore',
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
