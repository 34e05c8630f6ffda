import type { EventMeta } from '../../contracts/codegen/runtime/events.ts';
import { createCatalogConsumer } from '../../generated/catalog/events.ts';
import { type ChangeMade, createIdentityConsumer } from '../../generated/identity/events.ts';
import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { createNotificationsConsumer } from '../../generated/notifications/events.ts';
import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { createPaymentsConsumer } from '../../generated/payments/events.ts';
import { createShippingConsumer } from '../../generated/shipping/events.ts';
import { saveChange, type Tx } from './store.ts';

const changesOf = (service: string) => ({
  ChangeMade: (event: ChangeMade, meta: EventMeta, tx: Tx) => saveChange(tx, service, event, meta),
});

/** The changes of every service; other events are ignored. */
export const consumers = [
  createCatalogConsumer<Tx>({
    handlers: { ...changesOf('catalog'), ProductUpdated: 'ignore', ProductDeleted: 'ignore' },
  }),
  createIdentityConsumer<Tx>({
    handlers: {
      ...changesOf('identity'),
      AccountLinkCreated: 'ignore',
      AccountEmailChanged: 'ignore',
      AccountPasswordChanged: 'ignore',
      AccountDeleted: 'ignore',
    },
  }),
  createInventoryConsumer<Tx>({
    handlers: {
      ...changesOf('inventory'),
      InventoryReserved: 'ignore',
      InventoryReleased: 'ignore',
      StockAdjusted: 'ignore',
      StockAllocated: 'ignore',
      AllocationFailed: 'ignore',
    },
  }),
  createNotificationsConsumer<Tx>({
    handlers: { ...changesOf('notifications'), MessageSent: 'ignore', MessageFailed: 'ignore' },
  }),
  createOrdersConsumer<Tx>({
    handlers: {
      ...changesOf('orders'),
      OrderPlaced: 'ignore',
      OrderPaid: 'ignore',
      OrderCancelled: 'ignore',
      OrderRefunded: 'ignore',
      OrderPartlyRefunded: 'ignore',
      OrderRefundFailed: 'ignore',
    },
  }),
  createPaymentsConsumer<Tx>({
    handlers: {
      ...changesOf('payments'),
      PaymentAuthorized: 'ignore',
      PaymentFailed: 'ignore',
      PaymentCaptured: 'ignore',
      PaymentCancelled: 'ignore',
      RefundIssued: 'ignore',
      RefundFailed: 'ignore',
      PaymentDisputed: 'ignore',
    },
  }),
  createShippingConsumer<Tx>({
    handlers: {
      ...changesOf('shipping'),
      ShipmentCreated: 'ignore',
      ShipmentInTransit: 'ignore',
      ShipmentDelivered: 'ignore',
      ShipmentCancelled: 'ignore',
    },
  }),
];
