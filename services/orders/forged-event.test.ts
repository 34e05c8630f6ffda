import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inventoryTopics } from '../../generated/inventory/events.ts';
import { createPaymentsConsumer, paymentsEvents, paymentsTopics } from '../../generated/payments/events.ts';
import { newId } from '../platform/ids.ts';
import { createConsumers } from '../platform/messaging/consumer.ts';
import { listDeadLetters } from '../platform/messaging/dead-letters.ts';
import { createKafka } from '../platform/messaging/kafka.ts';
import { testEnvironment } from '../platform/testing/environment.ts';
import { TEST_PUBLIC_KEYS, TEST_SERVICE_KEY } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { publish } from '../platform/testing/publish.ts';
import { type TestTopics, testTopics } from '../platform/testing/topics.ts';
import { until } from '../platform/testing/until.ts';
import type { Worker } from '../platform/workers/periodic-worker.ts';
import { paymentHandlers } from './events.ts';
import { factInbox } from './store-facts.ts';
import { newOrder } from './testing/orders.ts';
import { type OrdersSuite, ordersSuite } from './testing/suite.ts';

const log = silentLog();
let suite: OrdersSuite;
let topics: TestTopics;
let consumers: Worker;

const connect = (signingKey?: typeof TEST_SERVICE_KEY) =>
  createKafka({
    brokers: testEnvironment('KAFKA_BROKERS'),
    clientId: 'forged',
    topicPrefix: topics.prefix,
    publicKeys: TEST_PUBLIC_KEYS,
    signingKey,
    log,
  });

beforeAll(async () => {
  [suite, topics] = await Promise.all([ordersSuite(), testTopics(paymentsTopics, inventoryTopics)]);
  consumers = createConsumers({
    kafka: connect(),
    group: 'orders',
    consumers: [createPaymentsConsumer({ handlers: paymentHandlers })],
    inTransaction: factInbox(suite),
    log,
  });
  await consumers.start();
});
afterAll(async () => {
  await consumers.stop();
  await topics.drop();
  await suite.close();
});

test('access to Kafka is not enough to mark an order as paid: a forged PaymentAuthorized becomes a dead letter', async () => {
  const forged = newId();
  const paid = newId();
  for (const orderId of [forged, paid]) await suite.checkout.placeOrder({ path: { orderId }, body: newOrder() });
  const authorized = (orderId: string) =>
    paymentsEvents.PaymentAuthorized(orderId, {
      orderId,
      paymentId: newId(),
      amount: newOrder().totals.total,
      authorizedAt: new Date().toISOString(),
    });
  await publish(connect(), authorized(forged));
  const letters = await until(
    async () => {
      const found = await listDeadLetters(connect(), { topic: 'payments.payment.v1', group: 'orders' });
      return found.length > 0 && found;
    },
    { describe: 'the forged event is put aside' },
  );
  expect(letters[0]?.error).toBe('PaymentAuthorized of payments.payment.v1 is not signed by payments');

  await publish(connect(TEST_SERVICE_KEY), authorized(paid));
  const statusOf = async (orderId: string) => {
    const answer = await suite.checkout.getOrderForService({ path: { orderId } });
    return answer.status === 200 ? answer.body.status : answer.status;
  };
  await until(async () => (await statusOf(paid)) === 'paid', { describe: 'the signed one counts' });
  expect(await statusOf(forged)).toBe('pending');
  expect(await suite.outboxTypes(forged)).not.toContain('OrderPaid');
});
