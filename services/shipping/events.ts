import { createInventoryConsumer } from '../../generated/inventory/events.ts';
import { createOrdersConsumer } from '../../generated/orders/events.ts';
import { createPaymentsConsumer } from '../../generated/payments/events.ts';
import { copyFields } from '../platform/fields.ts';
import { newId } from '../platform/ids.ts';
import type { OrderRecorder } from './store-events.ts';

type Orders = Parameters<typeof createOrdersConsumer<OrderRecorder>>[0]['handlers'];
type Payments = Parameters<typeof createPaymentsConsumer<OrderRecorder>>[0]['handlers'];
type Inventory = Parameters<typeof createInventoryConsumer<OrderRecorder>>[0]['handlers'];

/** A paid order gets one parcel. A cancelled order gets none, even when OrderCancelled arrives first. */
const orderHandlers: Orders = {
  async OrderPaid(event, _meta, orders) {
    const { orderId, number: orderNumber, email, phone, shippingAddress: address, shippingMethod: method } = event;
    const fields = { sku: true, title: true, quantity: true, imageUrl: true, unitPrice: false } as const;
    const lines = event.lines.map(line => copyFields(line, fields));
    const shipment = { id: newId(), orderId, orderNumber, method, email, address, lines };
    orders.record(orderId, { kind: 'paid', shipment: { ...shipment, ...(phone === undefined ? {} : { phone }) } });
  },

  async OrderCancelled(event, _meta, orders) {
    orders.record(event.orderId, { kind: 'cancelled', at: event.cancelledAt });
  },

  OrderPlaced: 'ignore',
  OrderRefunded: 'ignore',
  OrderPartlyRefunded: 'ignore',
  OrderRefundFailed: 'ignore',
  ChangeMade: 'ignore',
};

/** A parcel is ready once its stock is allocated. StockAllocated may arrive before OrderPaid. */
const inventoryHandlers: Inventory = {
  async StockAllocated(event, _meta, orders) {
    const lines = event.lines.map(({ sku, quantity, location }) => ({ sku, quantity, location }));
    orders.record(event.orderId, { kind: 'allocated', lines });
  },

  // Orders cancels the order, and OrderCancelled cancels the parcel.
  AllocationFailed: 'ignore',
  InventoryReserved: 'ignore',
  InventoryReleased: 'ignore',
  StockAdjusted: 'ignore',
  ChangeMade: 'ignore',
};

/** A disputed payment holds its parcel. It may be disputed before the parcel is known. */
const paymentHandlers: Payments = {
  async PaymentDisputed({ orderId, disputeId, status, state, at }, _meta, orders) {
    const final = status === 'won' || status === 'lost' ? status : 'open';
    orders.record(orderId, { kind: 'disputed', dispute: { id: disputeId, state: state ?? final, at } });
  },

  // Orders says whether an order is paid, and when it is cancelled.
  PaymentAuthorized: 'ignore',
  PaymentFailed: 'ignore',
  PaymentCaptured: 'ignore',
  PaymentCancelled: 'ignore',
  RefundIssued: 'ignore',
  RefundFailed: 'ignore',
  ChangeMade: 'ignore',
};

/** The event consumers of this service. */
export const consumers = [
  createOrdersConsumer({ handlers: orderHandlers }),
  createInventoryConsumer({ handlers: inventoryHandlers }),
  createPaymentsConsumer({ handlers: paymentHandlers }),
];
