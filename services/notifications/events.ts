import { createIdentityConsumer } from '../../generated/identity/events.ts';
import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import {
  draftAccountMail,
  draftMessages,
  orderPaidView,
  orderPartlyRefundedView,
  orderRefundedView,
  orderRefundFailedView,
  shipmentView,
} from './message.ts';
import type { MessageQueue } from './store-queue.ts';

type Orders = Parameters<typeof createOrdersConsumer<MessageQueue>>[0]['handlers'];
type Identity = Parameters<typeof createIdentityConsumer<MessageQueue>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<MessageQueue>>[0]['handlers'];

/** Customers get messages when an order is paid, when its parcel ships, and when a refund is issued or fails. */
const orderHandlers: Orders = {
  async OrderPaid(event, meta, queue) {
    queue.enqueue(meta.id, draftMessages('order-paid', event, orderPaidView(event)));
  },
  OrderPlaced: 'ignore',
  OrderCancelled: 'ignore',
  async OrderRefunded(event, meta, queue) {
    if (event.notifyCustomer === false) return;
    queue.enqueue(meta.id, draftMessages('order-refunded', event, orderRefundedView(event)));
  },
  async OrderPartlyRefunded(event, meta, queue) {
    if (event.notifyCustomer === false) return;
    queue.enqueue(meta.id, draftMessages('order-partly-refunded', event, orderPartlyRefundedView(event)));
  },
  async OrderRefundFailed(event, meta, queue) {
    queue.enqueue(meta.id, draftMessages('order-refund-failed', event, orderRefundFailedView(event)));
  },
  ChangeMade: 'ignore',
};

const shippingHandlers: Shipping = {
  async ShipmentCreated(event, meta, queue) {
    queue.enqueue(meta.id, draftMessages('shipment-created', event, shipmentView(event)));
  },
  ShipmentInTransit: 'ignore',
  ShipmentDelivered: 'ignore',
  ShipmentCancelled: 'ignore',
  ChangeMade: 'ignore',
};

/** Staff get a mail when they have to choose a password. */
const identityHandlers: Identity = {
  async AccountLinkCreated(event, meta, queue) {
    queue.enqueue(meta.id, draftAccountMail(event));
  },
  ChangeMade: 'ignore',
};

/** The topics that this service consumes. */
export const consumers = [
  createOrdersConsumer({ handlers: orderHandlers }),
  createShippingConsumer({ handlers: shippingHandlers }),
  createIdentityConsumer({ handlers: identityHandlers }),
];
