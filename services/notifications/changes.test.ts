import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../platform/ids.ts';
import { outboxRecords } from '../platform/testing/outbox.ts';
import { builtIn } from './templates.ts';
import { type NotificationsSuite, notificationsSuite } from './testing/suite.ts';

let suite: NotificationsSuite;
beforeAll(async () => {
  suite = await notificationsSuite();
});
afterAll(() => suite.close());

async function publishedChanges(id: string) {
  const rows = await outboxRecords(suite.database, { aggregateid: id, type: 'ChangeMade' });
  return rows.map(row => row.payload);
}

test('a changed template is published with the text before and after, once', async () => {
  const admin = suite.staff('admin');
  const path = { templateId: 'order-paid' };
  const text = builtIn['order-paid'];
  const body = { ...text, subject: 'Thank you for {{ number }}' };
  for (let time = 0; time < 2; time += 1)
    expect(await admin.saveTemplate({ path, body })).toMatchObject({ status: 200, body: { changed: true } });
  for (let time = 0; time < 2; time += 1)
    expect(await admin.resetTemplate({ path })).toMatchObject({ status: 200, body: { changed: false } });
  expect(await admin.saveTemplate({ path, body: { ...body, subject: '{% broken' } })).toMatchObject({ status: 422 });
  const about = { resource: 'templates', resourceId: 'order-paid', label: 'order-paid' };
  expect(await publishedChanges('order-paid')).toEqual([
    expect.objectContaining({
      ...about,
      action: 'changed',
      changes: [{ field: 'subject', before: text.subject, after: body.subject }],
    }),
    expect.objectContaining({
      ...about,
      action: 'reset',
      changes: [{ field: 'subject', before: body.subject, after: text.subject }],
    }),
  ]);
});

test('a resent message is published, once, under its order', async () => {
  const order = suite.order();
  await order.paid();
  await suite.send();
  const [message] = await order.messages();
  const request = { path: { messageId: message?.id ?? '' }, headers: { 'idempotency-key': newId() } };
  const staff = suite.staffNamed(newId(), 'support');
  for (let time = 0; time < 2; time += 1)
    expect(await staff.resendMessage(request)).toMatchObject({ status: 202, body: { resendOf: message?.id } });
  expect(await publishedChanges(message?.id ?? '')).toEqual([
    expect.objectContaining({
      resource: 'messages',
      action: 'resent',
      label: order.email,
      parent: { resource: 'orders', resourceId: order.orderId },
      changes: [],
    }),
  ]);
});
