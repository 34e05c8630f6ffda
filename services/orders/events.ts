import type { createInventoryConsumer } from '../../generated/inventory/events.ts';
import type { createPaymentsConsumer } from '../../generated/payments/events.ts';
import type {
  createShippingConsumer,
  ShipmentCreated,
  ShipmentDelivered,
  ShipmentInTransit,
} from '../../generated/shipping/events.ts';
import { learnAbout, type Tx } from './store.ts';

type Payments = Parameters<typeof createPaymentsConsumer<Tx>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<Tx>>[0]['handlers'];
type Inventory = Parameters<typeof createInventoryConsumer<Tx>>[0]['handlers'];

/**
 * What becomes of the payment of an order. Letting an authorization go follows from a cancellation and tells nothing
 * new.
 */
export const paymentHandlers: Payments = {
  async PaymentAuthorized(event, _meta, tx) {
    await learnAbout(tx, event.orderId, {
      id: `authorized:${event.paymentId}`,
      kind: 'authorized',
      at: event.authorizedAt,
    });
  },
  async PaymentFailed(event, _meta, tx) {
    const { orderId, paymentId, reason, declineCode, failedAt } = event;
    await learnAbout(tx, orderId, {
      id: `payment_failed:${paymentId}`,
      kind: 'payment_failed',
      reason,
      detail: declineCode ?? reason,
      at: failedAt,
    });
  },
  async PaymentCaptured(event, _meta, tx) {
    await learnAbout(tx, event.orderId, { id: `captured:${event.paymentId}`, kind: 'captured', at: event.capturedAt });
  },
  async RefundIssued(event, _meta, tx) {
    const { orderId, refundId, refundedTotal, whole, reason, issuedAt } = event;
    const refund = {
      kind: 'refunded',
      refundedTotal: refundedTotal.amount,
      whole,
      detail: reason,
      at: issuedAt,
    } as const;
    await learnAbout(tx, orderId, { id: `refunded:${refundId}`, ...refund });
  },
  PaymentCancelled: 'ignore',
  ChangeMade: 'ignore',
};

/** How far the parcel has come. */
export const shippingHandlers: Shipping = {
  ShipmentCreated: (event, _meta, tx) => parcel(tx, 'shipped', event, event.createdAt),
  ShipmentInTransit: (event, _meta, tx) => parcel(tx, 'in_transit', event, event.at),
  ShipmentDelivered: (event, _meta, tx) => parcel(tx, 'delivered', event, event.at),
  ShipmentCancelled: 'ignore',
  ChangeMade: 'ignore',
};

type ShipmentEvent = ShipmentCreated | ShipmentInTransit | ShipmentDelivered;

async function parcel(
  tx: Tx,
  kind: 'shipped' | 'in_transit' | 'delivered',
  event: ShipmentEvent,
  at: string,
): Promise<void> {
  const { shipmentId, orderId, carrier, trackingNumber, trackingUrl } = event;
  const seen = { id: shipmentId, carrier, trackingNumber, ...(trackingUrl === undefined ? {} : { trackingUrl }) };
  await learnAbout(tx, orderId, {
    id: `${kind}:${shipmentId}`,
    kind,
    parcel: seen,
    detail: `${carrier} ${trackingNumber}`,
    at,
  });
}

/** Whether there is stock for what was paid. */
export const inventoryHandlers: Inventory = {
  async StockAllocated(event, _meta, tx) {
    await learnAbout(tx, event.orderId, { id: 'stock_allocated', kind: 'stock_allocated', at: event.allocatedAt });
  },
  async AllocationFailed(event, meta, tx) {
    const detail = event.shortages
      .map(({ sku, requested, available }) => `${sku}: ${available} of ${requested}`)
      .join(', ');
    await learnAbout(tx, event.orderId, { id: 'stock_missing', kind: 'stock_missing', detail, at: meta.time });
  },
  InventoryReserved: 'ignore',
  InventoryReleased: 'ignore',
  StockAdjusted: 'ignore',
  ChangeMade: 'ignore',
};
