import type { CatalogEventHandlers } from '../../generated/catalog/events.ts';
import type { createOrdersConsumer } from '../../generated/orders/events.ts';
import type { createShippingConsumer } from '../../generated/shipping/events.ts';
import { allocateOrder, cancelOrder, restockParcel } from './reservations.ts';
import { type SkuTerms, termsOfProduct } from './search-terms.ts';
import type { Tx } from './store.ts';

type Orders = Parameters<typeof createOrdersConsumer<Tx>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<Tx>>[0]['handlers'];

/** Events of the orders that stock is reserved for; the reservation has the order's id. */
export const orderHandlers: Orders = {
  OrderPaid: (event, _meta, tx) => allocateOrder(tx, event.orderId, event.lines),
  OrderCancelled: (event, _meta, tx) => cancelOrder(tx, event.orderId),
  OrderPlaced: 'ignore',
  OrderRefunded: 'ignore',
  ChangeMade: 'ignore',
};

/** Restocks cancelled parcels: only shipping knows whether a cancellation came in time. */
export const shippingHandlers: Shipping = {
  ShipmentCreated: 'ignore',
  ShipmentInTransit: 'ignore',
  ShipmentDelivered: 'ignore',
  ShipmentCancelled: (event, _meta, tx) => restockParcel(tx, event.orderId),
  ChangeMade: 'ignore',
};

/** Search terms of skus. May run twice and late: the version of the product orders the updates. */
export const catalogHandlers: CatalogEventHandlers<(terms: SkuTerms) => Promise<void>> = {
  ProductUpdated: (event, _meta, save) => save(termsOfProduct(event)),
  ProductDeleted: ({ id, version, skus }, _meta, save) => save({ productId: id, version, skus: [], gone: skus }),
  ChangeMade: 'ignore',
};
