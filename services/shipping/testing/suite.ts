import type { EventRecord, KafkaMessage } from '../../../contracts/codegen/runtime/events.ts';
import { inventoryEvents } from '../../../generated/inventory/events.ts';
import { ordersEvents } from '../../../generated/orders/events.ts';
import { paymentsEvents } from '../../../generated/payments/events.ts';
import { createShippingClient } from '../../../generated/shipping/client.ts';
import type { Address } from '../../../generated/shipping/types.ts';
import { prismaAdapter } from '../../platform/data/database.ts';
import { sessionSecurity } from '../../platform/http/auth.ts';
import { newId } from '../../platform/ids.ts';
import { startTestApp } from '../../platform/testing/app.ts';
import { createTestDatabase } from '../../platform/testing/database.ts';
import { deliverTwice } from '../../platform/testing/deliver.ts';
import { testIdentity } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { outboxRecords } from '../../platform/testing/outbox.ts';
import { buildApp } from '../app.ts';
import type { Carrier } from '../carriers/carrier.ts';
import { localCarrier } from '../carriers/local.ts';
import { processDueShipments } from '../due-shipments.ts';
import { consumers } from '../events.ts';
import type { Dispute } from '../hold.ts';
import { PrismaClient } from '../prisma/client/client.ts';
import { orderInbox } from '../store-events.ts';

const at = '2026-11-22T10:00:02.000Z';
const usd = (amount: number) => ({ amount, currency: 'USD' });

/** Shipping on a database of its own, with a clock that only the test moves. */
export async function shippingSuite() {
  const { url, drop } = await createTestDatabase('shipping');
  const log = silentLog();
  const database = new PrismaClient({ adapter: prismaAdapter({ url, log }) });
  const identity = await testIdentity();
  const security = { session: sessionSecurity({ identityUrl: identity.url }) };
  const unpaid = new Set<string>();
  const disputed = new Map<string, Dispute[]>();
  const checkPayment = async (orderId: string) => ({
    isPaid: !unpaid.has(orderId),
    disputes: disputed.get(orderId) ?? [],
  });
  const app = await startTestApp(
    buildApp({
      log,
      database,
      shipFrom: 'Covenant Market, 12 Harbour Street, Baltimore',
      checkPayment,
      security,
      checkResponses: true,
    }),
  );
  // Ahead of the machine's, by which events become due.
  const clock = { now: new Date(Date.now() + 3_600_000) };
  const now = () => clock.now;
  const local = localCarrier({ transitSeconds: 60, deliverySeconds: 600, now });
  const inTransaction = orderInbox(database);

  const deliver = (record: EventRecord) => deliverTwice({ consumers, group: 'shipping', inTransaction }, record);

  return {
    url: app.url,
    databaseUrl: url,
    identity,
    database,
    clock,
    local,
    /** Orders whose payment is gone, by their ids. */
    unpaid,
    /** Disputes that payments knows, by order. */
    disputed,
    nobody: createShippingClient({ baseUrl: app.url }),
    /**
     * Somebody of the staff with these roles: the same person for as long as the client is used, as the keys of a
     * request are theirs.
     */
    staff(...roles: string[]) {
      const id = newId();
      return createShippingClient({ baseUrl: app.url, headers: () => identity.headers({ kind: 'staff', id, roles }) });
    },
    /** Handles a message of Kafka that was not handled before. */
    async receive(message: KafkaMessage): Promise<void> {
      for (const consumer of consumers)
        if (consumer.handles(consumer.meta(message)))
          await inTransaction({ consumer: 'shipping', id: newId() }, orders => consumer.dispatch(message, orders));
    },
    /** The worker's turns until nothing is due. */
    async work(carrier: Carrier = local): Promise<void> {
      while ((await processDueShipments({ database, carrier, checkPayment, now, log })) > 0);
    },
    /** An order and the events about it, each delivered twice. */
    order(orderId = newId(), name = 'Ada Shopper', address: Partial<Address> = {}) {
      const paid = {
        orderId,
        number: 'C-10042',
        email: 'ada@example.com',
        phone: '+442079460000',
        paidAt: at,
        shippingMethod: 'express',
        total: usd(701),
        subtotal: usd(202),
        shipping: usd(499),
        shippingAddress: {
          name,
          line1: '1 Analytical Way',
          city: 'London',
          postalCode: 'N1 9GU',
          country: 'GB',
          ...address,
        },
        lines: [{ sku: '1082185', title: 'Bananas', quantity: 2, unitPrice: usd(101) }],
      };
      const lines = [{ sku: '1082185', quantity: 2, location: 'east', available: 38, version: 8 }];
      return {
        orderId,
        paid: () => deliver(ordersEvents.OrderPaid(orderId, paid)),
        allocated: () => deliver(inventoryEvents.StockAllocated(orderId, { orderId, lines, allocatedAt: at })),
        disputed: (state: Dispute['state'], disputeId: string) => {
          const about = { orderId, paymentId: newId(), amount: usd(701), disputeId, reason: 'fraudulent' };
          const status = state === 'open' ? 'needs_response' : state;
          return deliver(paymentsEvents.PaymentDisputed(orderId, { ...about, status, state, at }));
        },
        cancelled: () =>
          deliver(
            ordersEvents.OrderCancelled(orderId, {
              orderId,
              number: 'C-10042',
              reason: 'x',
              wasPaid: true,
              cancelledAt: at,
            }),
          ),
        /** The parcel as staff see it; undefined when there is none. */
        async parcel() {
          const client = createShippingClient({
            baseUrl: app.url,
            headers: () => identity.headers({ kind: 'staff', roles: ['orders'] }),
          });
          const answer = await client.listShipments({ query: { orderId } });
          if (answer.status !== 200) throw new Error(`${answer.status}`);
          if (answer.body.items.length > 1) throw new Error('more than one parcel');
          return answer.body.items[0];
        },
        /** The events of the order that wait to be published, in their order. */
        outboxTypes: () => outboxRecords(database, { aggregateid: orderId }),
      };
    },
    async close(): Promise<void> {
      await app.close();
      await identity.close();
      await database.$disconnect();
      await drop();
    },
  };
}

export type ShippingSuite = Awaited<ReturnType<typeof shippingSuite>>;
