import { afterAll, beforeAll, expect } from '@jest/globals';
import { type NotificationsSuite, notificationsSuite } from '../../services/notifications/testing/suite.ts';
import { pactBetween } from '../consumer.ts';
import { AT, orderId, orderPaid, usd, uuidOf } from '../examples.ts';

const { messageInteraction } = pactBetween('notifications', 'orders');

let suite: NotificationsSuite;
beforeAll(async () => {
  suite = await notificationsSuite();
});
afterAll(() => suite.close());

const payload = { ...orderPaid, phone: '+442079460000' };
messageInteraction({ type: 'OrderPaid', key: orderId, payload }, async message => {
  await suite.receive(message);
  const messages = await suite.database.message.findMany({ where: { orderId }, orderBy: { channel: 'asc' } });
  expect(messages).toMatchObject([
    { channel: 'email', recipient: payload.email },
    { channel: 'sms', recipient: payload.phone },
  ]);
  for (const text of ['C-10042', '$7.01', 'Bananas']) expect(JSON.stringify(messages[0]?.data)).toContain(text);
});

const refunded = {
  orderId: uuidOf(2),
  number: 'C-10043',
  email: 'grace@example.com',
  amount: usd(701),
  refundedAt: AT,
};
messageInteraction({ type: 'OrderRefunded', key: refunded.orderId, payload: refunded }, async message => {
  await suite.receive(message);
  const messages = await suite.database.message.findMany({ where: { orderId: refunded.orderId } });
  expect(messages).toMatchObject([{ channel: 'email', recipient: refunded.email, template: 'order-refunded' }]);
  expect(JSON.stringify(messages[0]?.data)).toContain('$7.01');
});

const { refundedAt: _, ...about } = { ...refunded, amount: usd(101) };
const inPart = {
  ...about,
  email: 'mary@example.com',
  orderId: uuidOf(3),
  refundedTotal: usd(101),
  refundedAt: AT,
  notifyCustomer: true,
  lines: [{ sku: '1082185', title: 'Bananas', quantity: 1 }],
};
messageInteraction({ type: 'OrderPartlyRefunded', key: inPart.orderId, payload: inPart }, async message => {
  await suite.receive(message);
  const messages = await suite.database.message.findMany({ where: { orderId: inPart.orderId } });
  expect(messages).toMatchObject([{ channel: 'email', template: 'order-partly-refunded' }]);
  for (const text of ['$1.01', 'Bananas']) expect(JSON.stringify(messages[0]?.data)).toContain(text);
});

const failed = { ...about, email: 'ida@example.com', orderId: uuidOf(4), failedAt: AT };
messageInteraction({ type: 'OrderRefundFailed', key: failed.orderId, payload: failed }, async message => {
  await suite.receive(message);
  const messages = await suite.database.message.findMany({ where: { orderId: failed.orderId } });
  expect(messages).toMatchObject([{ channel: 'email', template: 'order-refund-failed' }]);
});
