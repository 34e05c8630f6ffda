import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { drafts, orderPaidView, shipmentView } from './message.ts';
import { queue, type Tx } from './store.ts';

type Orders = Parameters<typeof createOrdersConsumer<Tx>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<Tx>>[0]['handlers'];

/** Customers hear twice of an order: when it is paid, and when its parcel leaves. */
const orderHandlers: Orders = {
  OrderPaid: (event, meta, tx) => queue(tx, meta.id, drafts('order-paid', event, orderPaidView(event)), new Date()),
  OrderPlaced: 'ignore',
  OrderCancelled: 'ignore',
  OrderRefunded: 'ignore',
  ChangeMade: 'ignore',
};

const shippingHandlers: Shipping = {
  ShipmentCreated: (event, meta, tx) =>
    queue(tx, meta.id, drafts('shipment-created', event, shipmentView(event)), new Date()),
  ShipmentInTransit: 'ignore',
  ShipmentDelivered: 'ignore',
  ShipmentCancelled: 'ignore',
  ChangeMade: 'ignore',
};

/** What this service listens to. */
export const consumers = [
  createOrdersConsumer({ handlers: orderHandlers }),
  createShippingConsumer({ handlers: shippingHandlers }),
];
