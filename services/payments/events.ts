import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import type { PaymentRequests } from './store-requests.ts';

type Orders = Parameters<typeof createOrdersConsumer<PaymentRequests>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<PaymentRequests>>[0]['handlers'];

/** Enqueues a job that cancels the authorization of a cancelled order, or refunds its captured payment. */
const orderHandlers: Orders = {
  OrderCancelled: (event, _meta, requests) => requests.cancel(event.orderId),
  OrderPlaced: 'ignore',
  OrderPaid: 'ignore',
  OrderRefunded: 'ignore',
  OrderPartlyRefunded: 'ignore',
  OrderRefundFailed: 'ignore',
  ChangeMade: 'ignore',
};

/** Enqueues a job that captures the payment when the parcel leaves. */
const shippingHandlers: Shipping = {
  ShipmentCreated: (event, _meta, requests) => requests.capture(event.orderId),
  ShipmentInTransit: 'ignore',
  ShipmentDelivered: 'ignore',
  ShipmentCancelled: 'ignore',
  ChangeMade: 'ignore',
};

export const ordersConsumer = createOrdersConsumer({ handlers: orderHandlers });
export const shippingConsumer = createShippingConsumer({ handlers: shippingHandlers });
