import type { createInventoryConsumer } from '../../generated/inventory/events.ts';
import type { createPaymentsConsumer } from '../../generated/payments/events.ts';
import type {
  createShippingConsumer,
  ShipmentCreated,
  ShipmentDelivered,
  ShipmentInTransit,
} from '../../generated/shipping/events.ts';
import { refundFactIds } from './refunds.ts';
import type { FactRecorder } from './store-facts.ts';

type Payments = Parameters<typeof createPaymentsConsumer<FactRecorder>>[0]['handlers'];
type Shipping = Parameters<typeof createShippingConsumer<FactRecorder>>[0]['handlers'];
type Inventory = Parameters<typeof createInventoryConsumer<FactRecorder>>[0]['handlers'];

/**
 * Records what happens to the payment of an order. An authorization that ends before it is captured leaves the order
 * unpaid, whoever ended it.
 */
export const paymentHandlers: Payments = {
  async PaymentAuthorized(event, _meta, facts) {
    await facts.record(event.orderId, {
      id: `authorized:${event.paymentId}`,
      kind: 'authorized',
      amount: event.amount,
      ...(event.cardLast4 === undefined ? {} : { last4: event.cardLast4 }),
      at: event.authorizedAt,
    });
  },
  async PaymentFailed(event, _meta, facts) {
    const { orderId, paymentId, reason, declineCode, failedAt } = event;
    await facts.record(orderId, {
      id: `payment_failed:${paymentId}`,
      kind: 'payment_failed',
      reason,
      detail: declineCode ?? reason,
      at: failedAt,
    });
  },
  async PaymentCaptured(event, _meta, facts) {
    const { orderId, paymentId, amount, capturedAt } = event;
    await facts.record(orderId, { id: `captured:${paymentId}`, kind: 'captured', amount, at: capturedAt });
  },
  async RefundIssued(event, _meta, facts) {
    const { orderId, refundId, amount, refundedTotal, whole, reason, lines, notifyCustomer, issuedAt } = event;
    await facts.record(orderId, {
      id: refundFactIds(refundId).issued,
      kind: 'refunded',
      amount: amount.amount,
      refundedTotal: refundedTotal.amount,
      whole,
      ...(lines === undefined ? {} : { lines: lines.map(({ sku, quantity }) => ({ sku, quantity })) }),
      ...(notifyCustomer === undefined ? {} : { notifyCustomer }),
      detail: reason,
      at: issuedAt,
    });
  },
  async RefundFailed({ orderId, refundId, amount, refundedTotal, message, failedAt }, _meta, facts) {
    await facts.record(orderId, {
      id: refundFactIds(refundId).failed,
      kind: 'refund_failed',
      amount: amount.amount,
      refundedTotal: refundedTotal.amount,
      detail: message,
      at: failedAt,
    });
  },
  async PaymentCancelled({ orderId, paymentId, cancelledAt }, _meta, facts) {
    await facts.record(orderId, {
      id: `payment_cancelled:${paymentId}`,
      kind: 'payment_failed',
      reason: 'authorization_lost',
      detail: 'authorization_lost',
      at: cancelledAt,
    });
  },
  // The bank decides about a dispute; staff sees it with the payment.
  PaymentDisputed: 'ignore',
  ChangeMade: 'ignore',
};

/** Records the progress of the parcel. */
export const shippingHandlers: Shipping = {
  ShipmentCreated: (event, _meta, facts) => recordParcel(facts, 'shipped', event, event.createdAt),
  ShipmentInTransit: (event, _meta, facts) => recordParcel(facts, 'in_transit', event, event.at),
  ShipmentDelivered: (event, _meta, facts) => recordParcel(facts, 'delivered', event, event.at),
  ShipmentCancelled: 'ignore',
  ChangeMade: 'ignore',
};

type ShipmentEvent = ShipmentCreated | ShipmentInTransit | ShipmentDelivered;

async function recordParcel(
  facts: FactRecorder,
  kind: 'shipped' | 'in_transit' | 'delivered',
  event: ShipmentEvent,
  at: string,
): Promise<void> {
  const { shipmentId, orderId, carrier, trackingNumber, trackingUrl } = event;
  const parcelDetails = {
    id: shipmentId,
    carrier,
    trackingNumber,
    ...(trackingUrl === undefined ? {} : { trackingUrl }),
  };
  await facts.record(orderId, {
    id: `${kind}:${shipmentId}`,
    kind,
    parcel: parcelDetails,
    detail: `${carrier} ${trackingNumber}`,
    at,
  });
}

/** Records whether stock was allocated to a paid order. */
export const inventoryHandlers: Inventory = {
  async StockAllocated(event, _meta, facts) {
    await facts.record(event.orderId, { id: 'stock_allocated', kind: 'stock_allocated', at: event.allocatedAt });
  },
  async AllocationFailed(event, meta, facts) {
    const detail = event.shortages
      .map(({ sku, requested, available }) => `${sku}: ${available} of ${requested}`)
      .join(', ');
    await facts.record(event.orderId, { id: 'stock_missing', kind: 'stock_missing', detail, at: meta.time });
  },
  InventoryReserved: 'ignore',
  InventoryReleased: 'ignore',
  StockAdjusted: 'ignore',
  ChangeMade: 'ignore',
};
