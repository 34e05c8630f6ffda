import type { CatalogEventHandlers } from '../../generated/catalog/events.ts';
import type { createOrdersConsumer } from '../../generated/orders/events.ts';
import type { createShippingConsumer } from '../../generated/shipping/events.ts';
import { allocateOrder, cancelOrder, takeBackParcel } from './reservations.ts';
import type { Tx } from './store.ts';
import { type ToldWords, wordsOfProduct } from './words.ts';

type Orders = Parameters<typeof createOrdersConsumer<Tx>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<Tx>>[0]['handlers'];

/** What becomes of the orders that stock is held for; the reservation has the order's id. */
export const orderHandlers: Orders = {
  OrderPaid: (event, _meta, tx) => allocateOrder(tx, event.orderId, event.lines),
  OrderCancelled: (event, _meta, tx) => cancelOrder(tx, event.orderId),
  OrderPlaced: 'ignore',
  OrderRefunded: 'ignore',
  ChangeMade: 'ignore',
};

/** Whether a parcel stays here, and its stock with it: shipping alone knows whether a cancellation came in time. */
export const shippingHandlers: Shipping = {
  ShipmentCreated: 'ignore',
  ShipmentInTransit: 'ignore',
  ShipmentDelivered: 'ignore',
  ShipmentCancelled: (event, _meta, tx) => takeBackParcel(tx, event.orderId),
  ChangeMade: 'ignore',
};

/** What skus are called. May run twice and late: the version of the product tells which news is newer. */
export const catalogHandlers: CatalogEventHandlers<(told: ToldWords) => Promise<void>> = {
  ProductUpdated: (event, _meta, keep) => keep(wordsOfProduct(event)),
  ProductDeleted: ({ id, version, skus }, _meta, keep) => keep({ productId: id, version, skus: [], gone: skus }),
  ChangeMade: 'ignore',
};
