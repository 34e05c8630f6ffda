import { afterAll, beforeAll, expect } from '@jest/globals';
import { type NotificationsSuite, notificationsSuite } from '../../services/notifications/testing/suite.ts';
import { pactBetween } from '../consumer.ts';
import { orderId, shipmentCreated } from '../examples.ts';

const { messageInteraction } = pactBetween('notifications', 'shipping');

let suite: NotificationsSuite;
beforeAll(async () => {
  suite = await notificationsSuite();
});
afterAll(() => suite.close());

const payload = { ...shipmentCreated, phone: '+442079460000' };
messageInteraction({ type: 'ShipmentCreated', key: orderId, payload }, async message => {
  await suite.receive(message);
  const messages = await suite.database.message.findMany({ where: { orderId }, orderBy: { channel: 'asc' } });
  expect(messages).toMatchObject([
    { channel: 'email', recipient: payload.email },
    { channel: 'sms', recipient: payload.phone },
  ]);
  for (const text of ['C-10042', 'LC123456785', 'Bananas']) expect(JSON.stringify(messages[0]?.data)).toContain(text);
});
