import { z } from 'zod';
import type { EventRecord, KafkaMessage } from '../../../contracts/codegen/runtime/events.ts';
import type { SellableVariant } from '../../../generated/catalog/types.ts';
import { createNotificationsClient } from '../../../generated/notifications/client.ts';
import { ordersEvents } from '../../../generated/orders/events.ts';
import { shippingEvents } from '../../../generated/shipping/events.ts';
import { prismaAdapter } from '../../platform/data/database.ts';
import { sessionSecurity } from '../../platform/http/auth.ts';
import { newId } from '../../platform/ids.ts';
import { startTestApp } from '../../platform/testing/app.ts';
import { createTestDatabase } from '../../platform/testing/database.ts';
import { deliverTwice } from '../../platform/testing/deliver.ts';
import { testEnvironment } from '../../platform/testing/environment.ts';
import { TEST_LINK_SECRET, testIdentity } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { outboxRecords } from '../../platform/testing/outbox.ts';
import { buildApp } from '../app.ts';
import type { EmailProvider } from '../channels/channel.ts';
import { localSms } from '../channels/local-sms.ts';
import { smtpProvider } from '../channels/smtp.ts';
import { consumers } from '../events.ts';
import { PrismaClient } from '../prisma/client/client.ts';
import { type Sender, sendDue } from '../sender.ts';
import { type Catalog, type Inventory, sendStockAlerts } from '../stock-alerts.ts';
import { recordSms } from '../store.ts';
import { messageInbox } from '../store-queue.ts';

const at = '2026-11-22T10:00:02.000Z';
const usd = (amount: number) => ({ amount, currency: 'USD' });
const mailSchema = z.array(
  z.object({
    subject: z.string(),
    html: z.string(),
    text: z.string(),
    to: z.array(z.object({ address: z.string() })),
    from: z.array(z.object({ address: z.string(), name: z.string() })),
    headers: z.record(z.string(), z.unknown()),
  }),
);

export const shop = {
  shopName: 'Covenant Market',
  storefrontUrl: 'http://shop.example',
  consoleUrl: 'http://console.example',
  linkSecret: TEST_LINK_SECRET,
};

/** SMTP to `url` as the service would speak it. */
export const smtp = (url: string) => smtpProvider({ url, from: 'orders@shop.example', shopName: shop.shopName });

/** What the inbox holds for an address. */
export async function inbox(address: string) {
  const mails = mailSchema.parse(await (await fetch(`${testEnvironment('INBOX_URL')}/api/email`)).json());
  return mails.filter(mail => mail.to.some(to => to.address === address));
}

/** Notifications on a database of its own, with a clock that only the test moves. */
export async function notificationsSuite() {
  const { url, drop } = await createTestDatabase('notifications');
  const log = silentLog();
  const database = new PrismaClient({ adapter: prismaAdapter({ url, log }) });
  const identity = await testIdentity();
  const security = { session: sessionSecurity({ identityUrl: identity.url }) };
  /** What catalog and inventory answer: by sku, the variant while it is for sale, and its units. */
  const shelf = new Map<string, { variant?: SellableVariant; units: number }>();
  const catalog: Catalog = {
    async lookUpVariants({ body: { skus } }) {
      return { status: 200, body: { items: skus.flatMap(sku => shelf.get(sku)?.variant ?? []) } };
    },
  };
  const inventory: Inventory = {
    async lookUpAvailability({ body: { skus } }) {
      const items = skus.map(sku => ({ sku, available: shelf.get(sku)?.units ?? 0, version: 1 }));
      return { status: 200, body: { items } };
    },
  };
  const app = await startTestApp(
    buildApp({
      log,
      database,
      shop,
      email: smtp(testEnvironment('SMTP_URL')),
      catalog,
      security,
      checkResponses: true,
    }),
  );
  // Ahead of the machine's, by which events queue messages.
  const clock = { now: new Date(Date.now() + 3_600_000) };
  const sender: Sender = {
    ...shop,
    database,
    email: smtp(testEnvironment('SMTP_URL')),
    sms: localSms(sms => recordSms(database, sms)),
    linkTokens: async linkId => `token-of-${linkId}`,
    now: () => clock.now,
    log,
  };
  const inTransaction = messageInbox(database);
  const as = (id: string, roles: string[]) =>
    createNotificationsClient({ baseUrl: app.url, headers: () => identity.headers({ kind: 'staff', id, roles }) });

  const deliver = (record: EventRecord) => deliverTwice({ consumers, group: 'notifications', inTransaction }, record);

  return {
    url: app.url,
    identity,
    database,
    sender,
    deliver,
    /** Handles a message of Kafka that was not handled before. */
    async receive(message: KafkaMessage): Promise<void> {
      for (const consumer of consumers) {
        if (consumer.handles(consumer.meta(message)))
          await inTransaction({ consumer: 'notifications', id: newId() }, queue => consumer.dispatch(message, queue));
      }
    },
    nobody: createNotificationsClient({ baseUrl: app.url }),
    staff: (...roles: string[]) => as(newId(), roles),
    staffNamed: (id: string, ...roles: string[]) => as(id, roles),
    shelf,
    /** Looks at the alerts that are due. */
    checkAlerts: (other: Inventory = inventory) => sendStockAlerts({ database, catalog, inventory: other }),
    inventory,
    /** Lets time pass. */
    later(ms: number): void {
      clock.now = new Date(clock.now.getTime() + ms);
    },
    /** The sender's turns until nothing is due. */
    async send(email: EmailProvider = sender.email): Promise<void> {
      while ((await sendDue({ ...sender, email })) > 0);
    },
    /** An order of somebody nobody else writes to, each event delivered twice. */
    order(overrides: { phone?: string; name?: string; title?: string } = {}) {
      const { phone, name = 'Ada Shopper', title = 'Bananas' } = overrides;
      const orderId = newId();
      const email = `ada.${newId()}@example.com`;
      const reach = { orderId, email, ...(phone === undefined ? {} : { phone }) };
      const address = { name, line1: '1 Analytical Way', city: 'London', postalCode: 'N1 9GU', country: 'GB' };
      const paid = ordersEvents.OrderPaid(orderId, {
        ...reach,
        number: 'C-10042',
        total: usd(701),
        subtotal: usd(202),
        shipping: usd(499),
        paidAt: at,
        shippingAddress: address,
        shippingMethod: 'standard',
        lines: [{ sku: '1082185', title, quantity: 2, unitPrice: usd(101) }],
      });
      const shipped = shippingEvents.ShipmentCreated(orderId, {
        ...reach,
        shipmentId: newId(),
        orderNumber: 'C-10042',
        carrier: 'local',
        trackingNumber: 'LC123456785',
        createdAt: at,
        address,
        lines: [{ sku: '1082185', title, quantity: 2 }],
      });
      const refund = { number: 'C-10042', amount: usd(101), refundedTotal: usd(101) };
      const refundedLines = [{ sku: '1082185', title, quantity: 1 }];
      const partlyRefunded = ordersEvents.OrderPartlyRefunded(orderId, {
        ...refund,
        orderId,
        email,
        lines: refundedLines,
        refundedAt: at,
      });
      return {
        orderId,
        email,
        /** What `partlyRefunded` says. */
        refund: { ...refund, lines: refundedLines },
        partlyRefunded: () => deliver(partlyRefunded),
        paid: () => deliver(paid),
        shipped: () => deliver(shipped),
        /** Its messages as staff see them, oldest first. */
        async messages() {
          const answer = await as(newId(), ['support']).listMessages({ query: { orderId } });
          if (answer.status !== 200) throw new Error(`${answer.status}`);
          return answer.body.items.reverse();
        },
        /** Events about its messages that wait to be published. */
        async outboxTypes() {
          const rows = await outboxRecords(database);
          return rows.filter(row => JSON.stringify(row.payload).includes(orderId)).map(row => row.type);
        },
      };
    },
    async close(): Promise<void> {
      sender.email.close?.();
      await app.close();
      await identity.close();
      await database.$disconnect();
      await drop();
    },
  };
}

export type NotificationsSuite = Awaited<ReturnType<typeof notificationsSuite>>;
