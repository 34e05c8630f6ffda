import type { EventMeta, TopicDefinition } from '../../contracts/codegen/runtime/events.ts';
import { type ChangeMade, catalogTopics, createCatalogConsumer } from '../../generated/catalog/events.ts';
import type { Change } from '../../generated/edge/types.ts';
import { createIdentityConsumer, identityTopics } from '../../generated/identity/events.ts';
import { createInventoryConsumer, inventoryTopics } from '../../generated/inventory/events.ts';
import { createNotificationsConsumer, notificationsTopics } from '../../generated/notifications/events.ts';
import { createOrdersConsumer, ordersTopics } from '../../generated/orders/events.ts';
import { createPaymentsConsumer, paymentsTopics } from '../../generated/payments/events.ts';
import { createShippingConsumer, shippingTopics } from '../../generated/shipping/events.ts';
import { formatMoney } from '../../look/money.ts';

/** What an event leads to: the tags to invalidate, and what is published to staff. */
export interface EventEffect {
  tags: string[];
  summary: string | undefined;
  /** Only for `ChangeMade`: a change that a member of staff made. */
  change: Change | undefined;
}

/** Every topic that the edge consumes. */
export const consumedTopics: readonly TopicDefinition[] = [
  ...catalogTopics,
  ...inventoryTopics,
  ...ordersTopics,
  ...paymentsTopics,
  ...shippingTopics,
  ...notificationsTopics,
  ...identityTopics,
];

const productTags = (slug: string): string[] => [
  `product:${encodeURIComponent(slug)}`,
  'products',
  'categories',
  'search',
];
const stockTags = (lines: readonly { sku: string }[]): string[] => [
  ...lines.map(({ sku }) => `stock:${encodeURIComponent(sku)}`),
  'search',
];
const orderTags = (orderId: string): string[] => [`order:${orderId}`];

const staffChange = {
  /** The record in the audit log has the id of the event. */
  async ChangeMade(
    { at, resource, resourceId, parent, actor }: ChangeMade,
    { id }: EventMeta,
    effect: EventEffect,
  ): Promise<void> {
    effect.change = { id, at, resource, resourceId, ...(parent && { parent }), actor };
  },
};

/** A name of the contracts as words: `payment_declined` → `payment declined`. */
const readable = (name: string): string => name.replaceAll(/[_-]/g, ' ');

function totalUnits(lines: readonly { quantity: number }[]): string {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return units === 1 ? '1 unit' : `${units} units`;
}

const catalog = createCatalogConsumer<EventEffect>({
  handlers: {
    async ProductUpdated({ slug, previousSlug = slug, title }, _meta, effect) {
      effect.tags = [...new Set([...productTags(slug), ...productTags(previousSlug)])];
      effect.summary = `${title} was changed`;
    },
    async ProductDeleted({ slug }, _meta, effect) {
      effect.tags = productTags(slug);
      effect.summary = `${slug} was deleted`;
    },
    ...staffChange,
  },
});

const inventory = createInventoryConsumer<EventEffect>({
  handlers: {
    async InventoryReserved({ lines, reservationId }, _meta, effect) {
      effect.tags = [...stockTags(lines), ...orderTags(reservationId)];
      effect.summary = `${totalUnits(lines)} held for a checkout`;
    },
    async InventoryReleased({ lines, reason }, _meta, effect) {
      effect.tags = stockTags(lines);
      effect.summary = `${totalUnits(lines)} ${reason === 'expired' ? 'came back: nobody paid' : 'came back'}`;
    },
    async StockAdjusted({ sku, delta, available }, _meta, effect) {
      effect.tags = stockTags([{ sku }]);
      effect.summary = `${sku}: ${delta > 0 ? '+' : ''}${delta}, ${available} available`;
    },
    async StockAllocated({ orderId, lines }, _meta, effect) {
      effect.tags = [...stockTags(lines), ...orderTags(orderId)];
      effect.summary = 'A paid order has its stock';
    },
    async AllocationFailed({ orderId, shortages }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `Stock is missing for a paid order: ${shortages.map(({ sku }) => sku).join(', ')}`;
    },
    ...staffChange,
  },
});

const orders = createOrdersConsumer<EventEffect>({
  handlers: {
    async OrderPlaced({ orderId, number, total }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `${number} was placed: ${formatMoney(total)}`;
    },
    async OrderPaid({ orderId, number, total }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `${number} is paid: ${formatMoney(total)}`;
    },
    async OrderCancelled({ orderId, number, reason }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `${number} was cancelled: ${readable(reason)}`;
    },
    async OrderRefunded({ orderId, number, amount: back }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `${number}: ${formatMoney(back)} refunded`;
    },
    async OrderPartlyRefunded({ orderId, number, amount: back }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `${number}: ${formatMoney(back)} of it refunded`;
    },
    async OrderRefundFailed({ orderId, number, amount: back }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `${number}: a refund of ${formatMoney(back)} came back`;
    },
    ...staffChange,
  },
});

const payments = createPaymentsConsumer<EventEffect>({
  handlers: {
    async PaymentAuthorized({ orderId, amount: money }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `${formatMoney(money)} authorised`;
    },
    async PaymentFailed({ orderId, amount: money, reason }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `A payment of ${formatMoney(money)} failed: ${readable(reason)}`;
    },
    async PaymentCaptured({ orderId, amount: money }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `${formatMoney(money)} captured`;
    },
    async PaymentCancelled({ orderId, amount: money }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `A payment of ${formatMoney(money)} was cancelled`;
    },
    async RefundIssued({ orderId, amount: money }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `A refund of ${formatMoney(money)} was issued`;
    },
    async RefundFailed({ orderId, amount: money, message }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `A refund of ${formatMoney(money)} came back: ${message}`;
    },
    async PaymentDisputed({ orderId, amount: money, status }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `${formatMoney(money)} is disputed: ${readable(status)}`;
    },
    ...staffChange,
  },
});

const shipping = createShippingConsumer<EventEffect>({
  handlers: {
    async ShipmentCreated({ orderId, orderNumber, carrier }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `${orderNumber} goes out with ${carrier}`;
    },
    async ShipmentInTransit({ orderId, orderNumber }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `${orderNumber} is on its way`;
    },
    async ShipmentDelivered({ orderId, orderNumber }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `${orderNumber} was delivered`;
    },
    async ShipmentCancelled({ orderId, orderNumber }, _meta, effect) {
      effect.tags = orderTags(orderId);
      effect.summary = `The parcel of ${orderNumber} was cancelled`;
    },
    ...staffChange,
  },
});

const notifications = createNotificationsConsumer<EventEffect>({
  handlers: {
    async MessageSent({ channel, template }, _meta, effect) {
      effect.summary = `Sent by ${channel === 'sms' ? 'SMS' : 'e-mail'}: ${readable(template)}`;
    },
    async MessageFailed({ channel, template, error }, _meta, effect) {
      effect.summary = `Not sent by ${channel === 'sms' ? 'SMS' : 'e-mail'}: ${readable(template)}, ${error}`;
    },
    ...staffChange,
  },
});

const identity = createIdentityConsumer<EventEffect>({
  handlers: {
    ...staffChange,
    AccountLinkCreated: 'ignore',
    AccountEmailChanged: 'ignore',
    AccountPasswordChanged: 'ignore',
    AccountDeleted: 'ignore',
  },
});

/** One handler for each event. */
export const consumers = [catalog, inventory, orders, payments, shipping, notifications, identity];
