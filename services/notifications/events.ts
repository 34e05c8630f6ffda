import { createCatalogConsumer } from '../../generated/catalog/events.ts';
import { createIdentityConsumer } from '../../generated/identity/events.ts';
import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import {
  draftAccountDeleted,
  draftAccountMail,
  draftEmailChanged,
  draftMessages,
  draftPasswordChanged,
  orderPaidView,
  orderPartlyRefundedView,
  orderRefundedView,
  orderRefundFailedView,
  shipmentView,
} from './message.ts';
import type { MessageQueue } from './store-queue.ts';

type Catalog = Parameters<typeof createCatalogConsumer<MessageQueue>>[0]['handlers'];
type Inventory = Parameters<typeof createInventoryConsumer<MessageQueue>>[0]['handlers'];
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

/**
 * Staff and shoppers get mails with links to their accounts, and are notified of what somebody who took an account
 * would do to it: another password, another address, its end.
 */
const identityHandlers: Identity = {
  async AccountLinkCreated(event, meta, queue) {
    queue.enqueue(meta.id, draftAccountMail(event));
  },
  async AccountEmailChanged(event, meta, queue) {
    queue.enqueue(meta.id, [draftEmailChanged(event)]);
  },
  async AccountPasswordChanged(event, meta, queue) {
    queue.enqueue(meta.id, [draftPasswordChanged(event)]);
  },
  async AccountDeleted(event, meta, queue) {
    queue.enqueue(meta.id, [draftAccountDeleted(event)]);
  },
  ChangeMade: 'ignore',
};

/** New stock, and products that are for sale again, cause a check of the stock alerts of their skus. */
const inventoryHandlers: Inventory = {
  async StockAdjusted({ sku, delta, available }, _meta, queue) {
    if (delta > 0 && available > 0) queue.recheckAlerts([sku]);
  },
  async InventoryReleased({ lines }, _meta, queue) {
    queue.recheckAlerts(lines.filter(({ available }) => available > 0).map(({ sku }) => sku));
  },
  InventoryReserved: 'ignore',
  StockAllocated: 'ignore',
  AllocationFailed: 'ignore',
  ChangeMade: 'ignore',
};

const catalogHandlers: Catalog = {
  async ProductUpdated({ status, variants }, _meta, queue) {
    if (status === 'active') queue.recheckAlerts(variants.map(({ sku }) => sku));
  },
  ProductDeleted: 'ignore',
  ChangeMade: 'ignore',
};

/** The event consumers of this service. */
export const consumers = [
  createOrdersConsumer({ handlers: orderHandlers }),
  createShippingConsumer({ handlers: shippingHandlers }),
  createIdentityConsumer({ handlers: identityHandlers }),
  createInventoryConsumer({ handlers: inventoryHandlers }),
  createCatalogConsumer({ handlers: catalogHandlers }),
];
