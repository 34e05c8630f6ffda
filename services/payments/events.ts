import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import type { PaymentRequests } from './store-requests.ts';

type Orders = Parameters<typeof createOrdersConsumer<PaymentRequests>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<PaymentRequests>>[0]['handlers'];

/** A cancelled order is not paid: its authorization is cancelled, what was captured is refunded, by a job. */
const orderHandlers: Orders = {
  OrderCancelled: (event, _meta, requests) => requests.cancel(event.orderId),
  OrderPlaced: 'ignore',
  OrderPaid: 'ignore',
  OrderRefunded: 'ignore',
  OrderPartlyRefunded: 'ignore',
  OrderRefundFailed: 'ignore',
  ChangeMade: 'ignore',
};

/** The money is captured when the parcel leaves, by a job. */
const shippingHandlers: Shipping = {
  ShipmentCreated: (event, _meta, requests) => requests.capture(event.orderId),
  ShipmentInTransit: 'ignore',
  ShipmentDelivered: 'ignore',
  ShipmentCancelled: 'ignore',
  ChangeMade: 'ignore',
};

export const ordersConsumer = createOrdersConsumer({ handlers: orderHandlers });
export const shippingConsumer = createShippingConsumer({ handlers: shippingHandlers });
