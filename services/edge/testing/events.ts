import { type ChangeMade, catalogEvents } from '../../../generated/catalog/events.ts';
import { identityEvents } from '../../../generated/identity/events.ts';
import { inventoryEvents } from '../../../generated/inventory/events.ts';
import { ordersEvents } from '../../../generated/orders/events.ts';
import { paymentsEvents } from '../../../generated/payments/events.ts';
import { shippingEvents } from '../../../generated/shipping/events.ts';
import { newId } from '../../platform/ids.ts';

const productId = newId();
/** The order that these events are of. */
export const orderId = newId();
const money = { amount: 101, currency: 'USD' };
export const updated = (slug: string, more: { previousSlug?: string } = {}) =>
  catalogEvents.ProductUpdated(productId, {
    id: productId,
    slug,
    title: 'Bananas',
    status: 'active',
    category: { slug: 'fruit', name: 'Fruit' },
    images: [],
    tags: [],
    version: 2,

    variants: [{ sku: '1082185', title: 'Bananas', price: money }],
    createdAt: '2026-11-22T10:00:02Z',
    updatedAt: '2026-11-22T10:00:02Z',
    ...more,
  });
export const reserved = (sku: string) =>
  inventoryEvents.InventoryReserved(sku, {
    reservationId: orderId,
    expiresAt: '2026-11-22T10:00:02Z',
    lines: [{ sku, quantity: 1, available: 4, version: 2 }],
  });
export const failed = () =>
  paymentsEvents.PaymentFailed(newId(), {
    paymentId: newId(),
    orderId,
    amount: money,
    reason: 'declined',
    failedAt: '2026-11-22T10:00:02Z',
  });
export const cancelled = (number = 'C-1') =>
  ordersEvents.OrderCancelled(orderId, {
    orderId,
    number,
    reason: 'payment_failed',
    wasPaid: false,
    cancelledAt: '2026-11-22T10:00:02Z',
  });
export const delivered = () =>
  shippingEvents.ShipmentDelivered(newId(), {
    shipmentId: newId(),
    orderId,
    orderNumber: 'C-1',
    carrier: 'local',
    trackingNumber: 'LC1',
    at: '2026-11-22T10:00:02Z',
  });

const made = (resource: string, resourceId: string, more: Partial<ChangeMade> = {}): ChangeMade => ({
  resource,
  resourceId,
  action: 'changed',
  at: '2026-11-22T10:00:02Z',
  actor: { kind: 'staff', id: 'ada', email: 'ada@example.com' },

  changes: [{ field: 'name', before: 'secret before', after: 'secret after' }],
  reason: 'a secret reason',
  ...more,
});
/** What staff changed: an account, a product, and a payment of the order. */
export const changesMade = () => ({
  account: identityEvents.ChangeMade('olga', made('staff', 'olga')),
  product: catalogEvents.ChangeMade(productId, made('products', productId)),
  payment: paymentsEvents.ChangeMade(
    'p1',
    made('payments', 'p1', { parent: { resource: 'orders', resourceId: orderId } }),
  ),
});
