import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createInventoryConsumer, inventoryEvents } from '../../generated/inventory/events.ts';
import { ordersTopics } from '../../generated/orders/events.ts';
import type { Order } from '../../generated/orders/types.ts';
import { createPaymentsConsumer, paymentsEvents, paymentsTopics } from '../../generated/payments/events.ts';
import { createShippingConsumer, shippingEvents } from '../../generated/shipping/events.ts';
import { newId } from '../platform/ids.ts';
import { createConsumers } from '../platform/messaging/consumer.ts';
import { addToOutbox } from '../platform/messaging/outbox.ts';
import { postgresOutbox } from '../platform/messaging/outbox-postgres.ts';
import { createRelay } from '../platform/messaging/relay.ts';
import { inTrace, startTrace } from '../platform/observability/trace.ts';
import { silentLog } from '../platform/testing/log.ts';
import { outboxRecords } from '../platform/testing/outbox.ts';
import { consumeAll, testTopics } from '../platform/testing/topics.ts';
import { until } from '../platform/testing/until.ts';
import { inventoryHandlers, paymentHandlers, shippingHandlers } from './events.ts';
import { type FactRecorder, factInbox } from './store-facts.ts';
import { newOrder } from './testing/orders.ts';
import { type OrdersSuite, ordersSuite } from './testing/suite.ts';

const payments = createPaymentsConsumer<FactRecorder>({ handlers: paymentHandlers });
const shipping = createShippingConsumer<FactRecorder>({ handlers: shippingHandlers });
const inventory = createInventoryConsumer<FactRecorder>({ handlers: inventoryHandlers });
const amount = { amount: 701, currency: 'USD' };
const at = '2026-11-22T10:00:02.000Z';

let suite: OrdersSuite;
beforeAll(async () => {
  suite = await ordersSuite();
});
afterAll(() => suite.close());

/** An order and the events about it, each delivered twice. */
function orderOf(orderId = newId()) {
  const ids = { orderId, paymentId: newId() };
  const parcel = {
    shipmentId: newId(),
    orderId,
    orderNumber: 'C-10042',
    carrier: 'local',
    trackingNumber: 'LC123456785',
  };
  const { shippingAddress, lines, email } = newOrder();
  const shipment = {
    ...parcel,
    email,
    address: shippingAddress,
    lines: lines.map(({ sku, title, quantity }) => ({ sku, title, quantity })),
    createdAt: at,
  };
  const allocated = [{ sku: '1082185', quantity: 2, location: 'east', available: 38, version: 8 }];
  return {
    orderId,
    place: () => suite.checkout.placeOrder({ path: { orderId }, body: newOrder() }),
    authorized: (money = amount) =>
      suite.deliver(payments, paymentsEvents.PaymentAuthorized(orderId, { ...ids, amount: money, authorizedAt: at })),
    failed: () =>
      suite.deliver(
        payments,
        paymentsEvents.PaymentFailed(orderId, {
          ...ids,
          amount,
          reason: 'declined',
          declineCode: 'insufficient_funds',
          failedAt: at,
        }),
      ),
    captured: () =>
      suite.deliver(payments, paymentsEvents.PaymentCaptured(orderId, { ...ids, amount, capturedAt: at })),
    cancelAuthorization: () =>
      suite.deliver(payments, paymentsEvents.PaymentCancelled(orderId, { ...ids, amount, cancelledAt: at })),
    refundFailed(left: number, refundId = newId()) {
      const failure = { code: 'expired_or_canceled_card', message: 'The card was closed.', failedAt: at };
      const refundedTotal = { amount: left, currency: 'USD' };
      const event = { ...ids, amount, refundId, refundedTotal, ...failure };
      return suite.deliver(payments, paymentsEvents.RefundFailed(orderId, event));
    },
    refundedInPart(refundId: string) {
      const money = { amount: 101, currency: 'USD' };
      const lines = [{ sku: '1082185', quantity: 1 }];
      const refund = { ...ids, amount: money, refundId, refundedTotal: money, whole: false, reason: 'Bruised' };
      const event = { ...refund, lines, notifyCustomer: false, issuedAt: at };
      return suite.deliver(payments, paymentsEvents.RefundIssued(orderId, event));
    },
    refunded(total: number) {
      const refund = {
        ...ids,
        amount,
        refundId: newId(),
        refundedTotal: { amount: total, currency: 'USD' },
        whole: total === 701,
        reason: 'Damaged',
        issuedAt: at,
      };
      return suite.deliver(payments, paymentsEvents.RefundIssued(orderId, refund));
    },
    allocated: () =>
      suite.deliver(inventory, inventoryEvents.StockAllocated(orderId, { orderId, lines: allocated, allocatedAt: at })),
    missing: () =>
      suite.deliver(
        inventory,
        inventoryEvents.AllocationFailed(orderId, {
          orderId,
          shortages: [{ sku: '1082185', requested: 2, available: 0 }],
        }),
      ),
    shipped: () => suite.deliver(shipping, shippingEvents.ShipmentCreated(orderId, shipment)),
    moving: () => suite.deliver(shipping, shippingEvents.ShipmentInTransit(orderId, { ...parcel, at })),
    delivered: () => suite.deliver(shipping, shippingEvents.ShipmentDelivered(orderId, { ...parcel, at })),
    async shown(): Promise<Order> {
      const answer = await suite.checkout.getOrderForService({ path: { orderId } });
      if (answer.status !== 200) throw new Error(`${answer.status}`);
      return answer.body;
    },
    outboxTypes: () => suite.outboxTypes(orderId),
    outbox: async (type: string) =>
      (await outboxRecords(suite.database, { aggregateid: orderId })).flatMap(row =>
        row.type === type ? [row.payload] : [],
      ),
  };
}

describe('an order, each event delivered twice', () => {
  test('goes from placed to delivered', async () => {
    const order = orderOf();
    await order.place();
    await order.authorized();
    expect(await order.shown()).toMatchObject({ status: 'paid' });
    for (const step of [order.allocated, order.shipped, order.captured, order.moving]) await step();
    expect(await order.shown()).toMatchObject({
      status: 'shipped',
      shipments: [{ trackingNumber: 'LC123456785', status: 'in_transit' }],
    });
    await order.delivered();
    const shown = await order.shown();
    expect(shown).toMatchObject({ status: 'delivered', shipments: [{ carrier: 'local', status: 'delivered' }] });
    expect(shown.timeline.map(entry => entry.type).sort()).toEqual(
      ['placed', 'paid', 'stock_allocated', 'shipped', 'captured', 'in_transit', 'delivered'].sort(),
    );
    expect(await order.outboxTypes()).toEqual(['OrderPlaced', 'OrderPaid']);
  });

  test('applies events that arrived before it was placed', async () => {
    const order = orderOf();
    for (const step of [order.delivered, order.shipped, order.authorized]) await step();
    await order.place();
    expect(await order.shown()).toMatchObject({ status: 'delivered', shipments: [{ status: 'delivered' }] });
    expect(await order.outboxTypes()).toEqual(['OrderPlaced', 'OrderPaid']);
  });

  test('whose payment failed is cancelled, and a late authorization does not bring it back', async () => {
    const order = orderOf();
    await order.place();
    await order.failed();
    await order.authorized();
    await order.cancelAuthorization();
    const shown = await order.shown();
    expect(shown).toMatchObject({ status: 'cancelled', cancelReason: 'payment_declined' });
    expect(shown.timeline.map(({ type, detail }) => [type, detail])).toContainEqual([
      'payment_failed',
      'insufficient_funds',
    ]);
    expect(await order.outboxTypes()).toEqual(['OrderPlaced', 'OrderCancelled']);
  });

  test('without stock is cancelled, and OrderCancelled reports that it was paid', async () => {
    const order = orderOf();
    await order.place();
    await order.authorized();
    await order.missing();
    expect(await order.shown()).toMatchObject({ status: 'cancelled', cancelReason: 'out_of_stock' });
    const [cancelled] = await outboxRecords(suite.database, { aggregateid: order.orderId, type: 'OrderCancelled' });
    expect(cancelled?.payload).toMatchObject({ wasPaid: true, reason: 'out_of_stock' });
  });

  test('whose authorization expires at the bank is no longer paid', async () => {
    const order = orderOf();
    await order.place();
    await order.authorized();
    await order.allocated();
    await order.cancelAuthorization();
    const shown = await order.shown();
    expect(shown).toMatchObject({ status: 'cancelled', cancelReason: 'payment_authorization_lost' });
    expect(shown.timeline.map(entry => entry.type)).toEqual(['placed', 'paid', 'stock_allocated', 'payment_failed']);
    expect(await order.outboxTypes()).toEqual(['OrderPlaced', 'OrderPaid', 'OrderCancelled']);
  });

  test.each([
    { amount: 700, currency: 'USD' },
    { amount: 701, currency: 'EUR' },
  ])('is not paid by another amount than it costs: %j', async money => {
    for (const first of ['order', 'payment']) {
      const order = orderOf();
      if (first === 'payment') await order.authorized(money);
      await order.place();
      if (first === 'order') await order.authorized(money);
      expect(await order.shown()).toMatchObject({ status: 'cancelled', cancelReason: 'payment_amount_mismatch' });
      expect(await order.outboxTypes()).toEqual(['OrderPlaced', 'OrderCancelled']);
    }
  });

  test('whose refund fails is not refunded, counts again, and may be refunded again', async () => {
    const order = orderOf();
    await order.place();
    for (const step of [order.authorized, order.allocated, order.shipped, order.delivered]) await step();
    await order.refunded(701);
    expect(await order.shown()).toMatchObject({ status: 'refunded' });
    await order.refundFailed(0);
    const shown = await order.shown();
    expect(shown.status).toBe('delivered');
    expect(shown.totals.refunded).toBeUndefined();
    expect(shown.timeline.at(-1)).toMatchObject({ type: 'refund_failed', detail: 'The card was closed.' });
    await order.refunded(701);
    expect(await order.shown()).toMatchObject({ status: 'refunded', totals: { refunded: amount } });
  });

  test('that was refunded before it shipped stays cancelled when the refund fails', async () => {
    const order = orderOf();
    await order.place();
    await order.authorized();
    await order.refunded(701);
    await order.refundFailed(0);
    expect(await order.shown()).toMatchObject({ status: 'cancelled' });
    expect(await order.outboxTypes()).toEqual([
      'OrderPlaced',
      'OrderPaid',
      'OrderCancelled',
      'OrderRefunded',
      'OrderRefundFailed',
    ]);
  });

  test('shows how many units were refunded, and publishes it once; a failed refund no longer counts', async () => {
    const order = orderOf();
    await order.place();
    await order.authorized();
    await order.shipped();
    const refundId = newId();
    await order.refundedInPart(refundId);
    const lines = [{ sku: '1082185', quantity: 1 }];
    expect(await order.shown()).toMatchObject({ status: 'shipped', refundedLines: lines });
    expect(await order.outbox('OrderPartlyRefunded')).toMatchObject([
      {
        email: 'ada@example.com',
        amount: { amount: 101, currency: 'USD' },
        lines: [{ sku: '1082185', title: 'Bananas', quantity: 1 }],
        notifyCustomer: false,
      },
    ]);
    await order.refundFailed(0, refundId);
    expect((await order.shown()).refundedLines).toBeUndefined();
    expect(await order.outbox('OrderRefundFailed')).toMatchObject([{ email: 'ada@example.com', amount }]);
  });

  test('is refunded once its whole amount is refunded', async () => {
    const order = orderOf();
    await order.place();
    await order.authorized();
    await order.shipped();
    await order.refunded(300);
    expect(await order.shown()).toMatchObject({
      status: 'shipped',
      totals: { refunded: { amount: 300, currency: 'USD' } },
    });
    await order.refunded(701);
    expect(await order.shown()).toMatchObject({ status: 'refunded', totals: { refunded: amount } });
    expect(await order.outboxTypes()).toEqual(['OrderPlaced', 'OrderPaid', 'OrderPartlyRefunded', 'OrderRefunded']);
  });

  test('that has shipped cannot be cancelled by staff; a paid one cannot be abandoned', async () => {
    const order = orderOf();
    await order.place();
    await order.authorized();
    const body = { reason: 'too late' };
    expect(await suite.checkout.abandonOrder({ path: { orderId: order.orderId }, body })).toMatchObject({
      status: 409,
    });
    await order.shipped();
    const cancel = () =>
      suite
        .staff('orders')
        .cancelOrder({ path: { orderId: order.orderId }, headers: { 'idempotency-key': newId() }, body });
    expect(await cancel()).toMatchObject({ status: 409 });
    expect(await cancel()).toMatchObject({ status: 409 });
    expect(await order.shown()).toMatchObject({ status: 'shipped' });
  });

  test('carries the trace of each event in its timeline', async () => {
    const order = orderOf();
    await order.place();
    const trace = startTrace(undefined);
    await inTrace(trace, order.authorized);
    expect((await order.shown()).timeline).toContainEqual(
      expect.objectContaining({ type: 'paid', traceId: trace.traceId }),
    );
  });
});

test('through Kafka: an authorization becomes OrderPaid, in one trace; an event that breaks its schema does not block consumption', async () => {
  const topics = await testTopics(ordersTopics, paymentsTopics);
  const kafka = topics.connection;
  const log = silentLog();
  const source = postgresOutbox({ url: suite.databaseUrl });
  const relay = createRelay({ kafka, source, topics: [...ordersTopics, ...paymentsTopics], log });
  const consumers = createConsumers({
    kafka,
    group: 'orders',
    consumers: [payments],
    inTransaction: factInbox(suite),
    log,
  });
  await relay.start();
  await consumers.start();
  try {
    const order = orderOf();
    await order.place();
    const trace = startTrace(undefined);
    const good = paymentsEvents.PaymentAuthorized(order.orderId, {
      orderId: order.orderId,
      paymentId: newId(),
      amount,
      authorizedAt: at,
    });
    const broken = { ...good, id: newId(), payload: { orderId: order.orderId } };
    await inTrace(trace, () => suite.database.$transaction(tx => addToOutbox(tx, broken, good, good)));
    await until(async () => (await order.shown()).status === 'paid', {
      describe: 'the order is paid',
    });
    const published = await until(
      async () => {
        const events = (await consumeAll(kafka, 'orders.order.v1')).filter(event => event.key === order.orderId);
        return events.length >= 2 ? events : undefined;
      },
      { describe: 'OrderPaid is published' },
    );
    expect(published.map(event => event.type)).toEqual(['OrderPlaced', 'OrderPaid']);
    expect(published[1]?.headers.traceparent).toContain(trace.traceId);
    const dead = await consumeAll(kafka, 'payments.payment.v1.orders.dlq');
    expect(dead.map(event => event.id)).toEqual([broken.id]);
  } finally {
    await consumers.stop();
    await relay.stop();
    await topics.drop();
  }
});
