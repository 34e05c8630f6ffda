import type { CatalogEventHandlers } from '../../generated/catalog/events.ts';
import type { createOrdersConsumer } from '../../generated/orders/events.ts';
import type { createPaymentsConsumer } from '../../generated/payments/events.ts';
import type { createShippingConsumer } from '../../generated/shipping/events.ts';
import type { OrderRecorder } from './order-inbox.ts';
import { type SkuTerms, termsOfProduct } from './search-terms.ts';

type Orders = Parameters<typeof createOrdersConsumer<OrderRecorder>>[0]['handlers'];
type Payments = Parameters<typeof createPaymentsConsumer<OrderRecorder>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<OrderRecorder>>[0]['handlers'];

/** Events of the orders that stock is reserved for; the reservation has the order's id. */
export const orderHandlers: Orders = {
  OrderPaid: async (event, _meta, orders) => orders.record(event.orderId, { kind: 'paid', lines: event.lines }),
  OrderCancelled: async (event, _meta, orders) => orders.record(event.orderId, { kind: 'cancelled' }),
  OrderPlaced: 'ignore',
  OrderRefunded: 'ignore',
  OrderPartlyRefunded: 'ignore',
  OrderRefundFailed: 'ignore',
  ChangeMade: 'ignore',
};

/** Restocks what was refunded by line, where staff says that it is back. */
export const paymentHandlers: Payments = {
  async RefundIssued({ orderId, lines = [], restockAt }, _meta, orders) {
    if (restockAt !== undefined && lines.length > 0) orders.record(orderId, { kind: 'refunded', lines, restockAt });
  },
  PaymentAuthorized: 'ignore',
  PaymentFailed: 'ignore',
  PaymentCaptured: 'ignore',
  PaymentCancelled: 'ignore',
  RefundFailed: 'ignore', // the goods are back all the same
  PaymentDisputed: 'ignore',
  ChangeMade: 'ignore',
};

/** Restocks cancelled parcels: only shipping knows whether a cancellation came in time. */
export const shippingHandlers: Shipping = {
  ShipmentCreated: 'ignore',
  ShipmentInTransit: 'ignore',
  ShipmentDelivered: 'ignore',
  ShipmentCancelled: async (event, _meta, orders) => orders.record(event.orderId, { kind: 'parcel cancelled' }),
  ChangeMade: 'ignore',
};

/** Search terms of skus. May run twice and late: the version of the product orders the updates. */
export const catalogHandlers: CatalogEventHandlers<(terms: SkuTerms) => Promise<void>> = {
  ProductUpdated: (event, _meta, save) => save(termsOfProduct(event)),
  ProductDeleted: ({ id, version, skus }, _meta, save) => save({ productId: id, version, skus: [], gone: skus }),
  ChangeMade: 'ignore',
};
