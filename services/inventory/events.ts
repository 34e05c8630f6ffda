import type { CatalogEventHandlers } from '../../generated/catalog/events.ts';
import type { createOrdersConsumer } from '../../generated/orders/events.ts';
import type { createPaymentsConsumer } from '../../generated/payments/events.ts';
import type { createShippingConsumer } from '../../generated/shipping/events.ts';
import type { OrderRecorder } from './order-inbox.ts';
import { type SkuTerms, termsOfProduct } from './search-terms.ts';

type Orders = Parameters<typeof createOrdersConsumer<OrderRecorder>>[0]['handlers'];
type Payments = Parameters<typeof createPaymentsConsumer<OrderRecorder>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<OrderRecorder>>[0]['handlers'];

/** Handles events of orders; a reservation has its order's id. */
export const orderHandlers: Orders = {
  OrderPaid: async (event, _meta, orders) => orders.record(event.orderId, { kind: 'paid', lines: event.lines }),
  OrderCancelled: async (event, _meta, orders) => orders.record(event.orderId, { kind: 'cancelled' }),
  OrderPlaced: 'ignore',
  OrderRefunded: 'ignore',
  OrderPartlyRefunded: 'ignore',
  OrderRefundFailed: 'ignore',
  ChangeMade: 'ignore',
};

/** Restocks units that were refunded by line, if staff chose a location for them. */
export const paymentHandlers: Payments = {
  async RefundIssued({ orderId, lines = [], restockAt }, _meta, orders) {
    if (restockAt !== undefined && lines.length > 0) orders.record(orderId, { kind: 'refunded', lines, restockAt });
  },
  PaymentAuthorized: 'ignore',
  PaymentFailed: 'ignore',
  PaymentCaptured: 'ignore',
  PaymentCancelled: 'ignore',
  RefundFailed: 'ignore', // the goods were returned, whether or not the money was
  PaymentDisputed: 'ignore',
  ChangeMade: 'ignore',
};

/** Restocks cancelled parcels: shipping decides whether a cancellation was in time. */
export const shippingHandlers: Shipping = {
  ShipmentCreated: 'ignore',
  ShipmentInTransit: 'ignore',
  ShipmentDelivered: 'ignore',
  ShipmentCancelled: async (event, _meta, orders) => orders.record(event.orderId, { kind: 'parcel cancelled' }),
  ChangeMade: 'ignore',
};

/** Updates search terms of skus. Idempotent and commutative: the version of the product orders the updates. */
export const catalogHandlers: CatalogEventHandlers<(terms: SkuTerms) => Promise<void>> = {
  ProductUpdated: (event, _meta, save) => save(termsOfProduct(event)),
  ProductDeleted: ({ id, version, skus }, _meta, save) => save({ productId: id, version, skus: [], deleted: skus }),
  ChangeMade: 'ignore',
};
