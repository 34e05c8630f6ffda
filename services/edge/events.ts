import type { EventMeta, TopicDefinition } from '../../contracts/codegen/runtime/events.ts';
import { type ChangeMade, catalogTopics, createCatalogConsumer, type Money } from '../../generated/catalog/events.ts';
import type { Change } from '../../generated/edge/types.ts';
import { createIdentityConsumer, identityTopics } from '../../generated/identity/events.ts';
import { createInventoryConsumer, inventoryTopics } from '../../generated/inventory/events.ts';
import { createNotificationsConsumer, notificationsTopics } from '../../generated/notifications/events.ts';
import { createOrdersConsumer, ordersTopics } from '../../generated/orders/events.ts';
import { createPaymentsConsumer, paymentsTopics } from '../../generated/payments/events.ts';
import { createShippingConsumer, shippingTopics } from '../../generated/shipping/events.ts';

/** What an event means to the edge: which tags are old now, and what to tell the staff. */
export interface Heard {
  tags: string[];
  summary: string | undefined;
  /** Where it is a change that somebody of the staff made. */
  change: Change | undefined;
}

/** Everything that is listened to. */
export const heardTopics: readonly TopicDefinition[] = [
  ...[...catalogTopics, ...inventoryTopics, ...ordersTopics],
  ...[...paymentsTopics, ...shippingTopics, ...notificationsTopics, ...identityTopics],
];

const product = (slug: string): string[] => [`product:${encodeURIComponent(slug)}`, 'products', 'categories', 'search'];
const stock = (lines: readonly { sku: string }[]): string[] => [
  ...lines.map(({ sku }) => `stock:${encodeURIComponent(sku)}`),
  'search',
];
const order = (orderId: string): string[] => [`order:${orderId}`];

function amount({ amount: minor, currency }: Money): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
}

const staffChange = {
  /** The entry of the audit log has the id of the event. */
  async ChangeMade(
    { at, resource, resourceId, parent, actor }: ChangeMade,
    { id }: EventMeta,
    heard: Heard,
  ): Promise<void> {
    heard.change = { id, at, resource, resourceId, ...(parent && { parent }), actor };
  },
};

/** A name of the contracts as people say it: `payment_declined`, `order-paid`. */
const words = (name: string): string => name.replaceAll(/[_-]/g, ' ');

const units = (count: number): string => (count === 1 ? '1 unit' : `${count} units`);

const catalog = createCatalogConsumer<Heard>({
  handlers: {
    async ProductUpdated({ slug, previousSlug = slug, title }, _meta, heard) {
      heard.tags = [...new Set([...product(slug), ...product(previousSlug)])];
      heard.summary = `${title} was changed`;
    },
    async ProductDeleted({ slug }, _meta, heard) {
      heard.tags = product(slug);
      heard.summary = `${slug} was deleted`;
    },
    ...staffChange,
  },
});

const inventory = createInventoryConsumer<Heard>({
  handlers: {
    async InventoryReserved({ lines, reservationId }, _meta, heard) {
      heard.tags = [...stock(lines), ...order(reservationId)];
      heard.summary = `${units(lines.reduce((sum, { quantity }) => sum + quantity, 0))} held for a checkout`;
    },
    async InventoryReleased({ lines, reason }, _meta, heard) {
      heard.tags = stock(lines);
      heard.summary = `${units(lines.reduce((sum, { quantity }) => sum + quantity, 0))} ${reason === 'expired' ? 'came back: nobody paid' : 'came back'}`;
    },
    async StockAdjusted({ sku, delta, available }, _meta, heard) {
      heard.tags = stock([{ sku }]);
      heard.summary = `${sku}: ${delta > 0 ? '+' : ''}${delta}, ${available} available`;
    },
    async StockAllocated({ orderId, lines }, _meta, heard) {
      heard.tags = [...stock(lines), ...order(orderId)];
      heard.summary = 'A paid order has its stock';
    },
    async AllocationFailed({ orderId, shortages }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `Stock is missing for a paid order: ${shortages.map(({ sku }) => sku).join(', ')}`;
    },
    ...staffChange,
  },
});

const orders = createOrdersConsumer<Heard>({
  handlers: {
    async OrderPlaced({ orderId, number, total }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `${number} was placed: ${amount(total)}`;
    },
    async OrderPaid({ orderId, number, total }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `${number} is paid: ${amount(total)}`;
    },
    async OrderCancelled({ orderId, number, reason }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `${number} was cancelled: ${words(reason)}`;
    },
    async OrderRefunded({ orderId, number, amount: back }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `${number}: ${amount(back)} refunded`;
    },
    ...staffChange,
  },
});

const payments = createPaymentsConsumer<Heard>({
  handlers: {
    async PaymentAuthorized({ orderId, amount: money }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `${amount(money)} authorised`;
    },
    async PaymentFailed({ orderId, amount: money, reason }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `A payment of ${amount(money)} failed: ${words(reason)}`;
    },
    async PaymentCaptured({ orderId, amount: money }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `${amount(money)} captured`;
    },
    async PaymentCancelled({ orderId, amount: money }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `A payment of ${amount(money)} was cancelled`;
    },
    async RefundIssued({ orderId, amount: money }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `A refund of ${amount(money)} was issued`;
    },
    ...staffChange,
  },
});

const shipping = createShippingConsumer<Heard>({
  handlers: {
    async ShipmentCreated({ orderId, orderNumber, carrier }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `${orderNumber} goes out with ${carrier}`;
    },
    async ShipmentInTransit({ orderId, orderNumber }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `${orderNumber} is on its way`;
    },
    async ShipmentDelivered({ orderId, orderNumber }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `${orderNumber} was delivered`;
    },
    async ShipmentCancelled({ orderId, orderNumber }, _meta, heard) {
      heard.tags = order(orderId);
      heard.summary = `The parcel of ${orderNumber} was cancelled`;
    },
    ...staffChange,
  },
});

const notifications = createNotificationsConsumer<Heard>({
  handlers: {
    async MessageSent({ channel, template }, _meta, heard) {
      heard.summary = `Sent by ${channel === 'sms' ? 'SMS' : 'e-mail'}: ${words(template)}`;
    },
    async MessageFailed({ channel, template, error }, _meta, heard) {
      heard.summary = `Not sent by ${channel === 'sms' ? 'SMS' : 'e-mail'}: ${words(template)}, ${error}`;
    },
    ...staffChange,
  },
});

const identity = createIdentityConsumer<Heard>({ handlers: staffChange });

/** What the edge makes of each event of the shop. */
export const heardConsumers = [catalog, inventory, orders, payments, shipping, notifications, identity];
