import { afterAll, beforeAll, test } from '@jest/globals';
import type { ordersEvents } from '../../generated/orders/events.ts';
import { type OrdersSuite, ordersSuite } from '../../services/orders/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { outboxRecords } from '../../services/platform/testing/outbox.ts';
import { AT } from '../examples.ts';
import { adminHeaders, lastEvent, type Publications, shopperHeaders, verify } from '../provider.ts';
import { authorized, commitFact, ordersStates, placeOrder } from '../states/orders.ts';

let suite: OrdersSuite;
beforeAll(async () => {
  suite = await ordersSuite();
});
afterAll(() => suite.close());

test('orders keeps every pact that others have with it', async () => {
  const published = async (aggregateid: string, type: string) =>
    lastEvent(await outboxRecords(suite.database, { aggregateid }), type);
  const refundInPart = async () => {
    const orderId = newId();
    await placeOrder(suite, orderId);
    await commitFact(suite, orderId, authorized);
    const part = { refundedTotal: 101, whole: false, amount: 101, lines: [{ sku: '1082185', quantity: 1 }], at: AT };
    await commitFact(suite, orderId, { id: 'refunded:1', kind: 'refunded', ...part, notifyCustomer: true });
    return orderId;
  };
  const publications: Publications<typeof ordersEvents> = {
    async OrderPlaced() {
      const orderId = newId();
      await placeOrder(suite, orderId);
      return published(orderId, 'OrderPlaced');
    },
    async ChangeMade() {
      const orderId = newId();
      await placeOrder(suite, orderId);
      const headers = { 'idempotency-key': newId() };
      await suite.staff('orders').cancelOrder({ path: { orderId }, headers, body: { reason: 'Ordered twice.' } });
      return published(orderId, 'ChangeMade');
    },
    async OrderPaid() {
      const orderId = newId();
      await placeOrder(suite, orderId);
      await commitFact(suite, orderId, authorized);
      return published(orderId, 'OrderPaid');
    },
    async OrderRefunded() {
      const orderId = newId();
      await placeOrder(suite, orderId);
      await commitFact(suite, orderId, authorized);
      await commitFact(suite, orderId, { id: 'refunded:1', kind: 'refunded', refundedTotal: 701, whole: true, at: AT });
      return published(orderId, 'OrderRefunded');
    },
    async OrderPartlyRefunded() {
      const orderId = await refundInPart();
      return published(orderId, 'OrderPartlyRefunded');
    },
    async OrderRefundFailed() {
      const orderId = await refundInPart();
      const failed = { id: 'refund_failed:1', kind: 'refund_failed', refundedTotal: 0, amount: 101, at: AT } as const;
      await commitFact(suite, orderId, failed);
      return published(orderId, 'OrderRefundFailed');
    },
    async OrderCancelled() {
      const orderId = newId();
      await placeOrder(suite, orderId);
      await suite.checkout.abandonOrder({ path: { orderId }, body: { reason: 'checkout_expired' } });
      return published(orderId, 'OrderCancelled');
    },
  };
  await verify('orders', {
    url: suite.url,
    states: ordersStates(suite),
    publications,
    staff: adminHeaders(suite.identity),
    shopper: shopperHeaders(suite.identity),
  });
});
