import type { createOrdersConsumer } from '../../generated/orders/events.ts';
import type { createShippingConsumer } from '../../generated/shipping/events.ts';
import { requestCancellation, requestCapture } from './store.ts';
import type { Tx } from './stored-payment.ts';

type Orders = Parameters<typeof createOrdersConsumer<Tx>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<Tx>>[0]['handlers'];

/** A cancelled order is not paid: its authorization is cancelled, what was captured is refunded, by a job. */
export const orderHandlers = (provider: string): Orders => ({
  OrderCancelled: (event, _meta, tx) => requestCancellation(tx, provider, event.orderId),
  OrderPlaced: 'ignore',
  OrderPaid: 'ignore',
  OrderRefunded: 'ignore',
  ChangeMade: 'ignore',
});

/** The money is captured when the parcel leaves, by a job. */
export const shippingHandlers: Shipping = {
  ShipmentCreated: (event, _meta, tx) => requestCapture(tx, event.orderId),
  ShipmentInTransit: 'ignore',
  ShipmentDelivered: 'ignore',
  ShipmentCancelled: 'ignore',
  ChangeMade: 'ignore',
};
