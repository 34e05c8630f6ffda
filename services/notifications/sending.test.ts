import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { linkToken } from '../platform/http/link-token.ts';
import { testEnvironment } from '../platform/testing/environment.ts';
import { TEST_LINK_SECRET } from '../platform/testing/identity.ts';
import { testProxy } from '../platform/testing/proxy.ts';
import { until } from '../platform/testing/until.ts';
import { MAX_ATTEMPTS } from './message.ts';
import { sendDue } from './sender.ts';
import { badMailServer } from './testing/mail-server.ts';
import { inbox, type NotificationsSuite, notificationsSuite, smtp } from './testing/suite.ts';

let suite: NotificationsSuite;
beforeAll(async () => {
  suite = await notificationsSuite();
});
afterAll(() => suite.close());

/** The mails of an address once there are as many as expected. */
function mails(address: string, count: number) {
  return until(
    async () => {
      const found = await inbox(address);
      return found.length >= count ? found : undefined;
    },
    { describe: `${count} mails to ${address}` },
  );
}

describe('a customer, each event delivered twice', () => {
  test('gets one e-mail for the order and one for the parcel', async () => {
    const order = suite.order();
    await order.paid();
    await suite.send();
    await order.shipped();
    await suite.send();
    const [confirmation, parcel, ...more] = (await mails(order.email, 2)).sort((a, b) =>
      a.subject.startsWith('Thank') ? -1 : b.subject.startsWith('Thank') ? 1 : 0,
    );
    expect(more).toEqual([]);
    expect(confirmation).toMatchObject({
      subject: 'Thank you for your order C-10042',
      from: [{ address: 'orders@shop.example', name: 'Covenant Market' }],
    });
    for (const part of [confirmation?.html, confirmation?.text])
      expect(part).toMatch(/Bananas[\s\S]*\$2\.02[\s\S]*\$7\.01/);
    expect(parcel?.subject).toBe('Your order C-10042 is on its way');
    for (const part of [parcel?.html, parcel?.text]) expect(part).toContain('LC123456785');
    const messages = await order.messages();
    expect(messages.map(({ template, status, attempts }) => [template, status, attempts])).toEqual([
      ['order-paid', 'sent', 1],
      ['shipment-created', 'sent', 1],
    ]);
    expect(confirmation?.headers['message-id']).toBe(`<${messages[0]?.id}@shop.example>`);
    expect(await order.outboxTypes()).toEqual(['MessageSent', 'MessageSent']);
  });

  test('with a phone number gets one SMS besides each', async () => {
    const phone = '+442079460123';
    const order = suite.order({ phone });
    await order.paid();
    await suite.send();
    const log = await suite.staff('support').listSms();
    const texts = log.status === 200 ? log.body.items.filter(sms => sms.to === phone).map(sms => sms.text) : [];
    const token = linkToken(`orders/${order.orderId}`, TEST_LINK_SECRET);
    expect(texts).toEqual([
      `Covenant Market: thank you! Your order C-10042 over $7.01 is confirmed. http://shop.example/orders/${order.orderId}?token=${token}`,
    ]);
    expect((await order.messages()).map(message => [message.channel, message.recipient, message.status])).toEqual([
      ['email', order.email, 'sent'],
      ['sms', phone, 'sent'],
    ]);
  });

  test('gets one message when several senders run concurrently', async () => {
    const orders = Array.from({ length: 12 }, () => suite.order());
    for (const order of orders) await order.paid();
    await Promise.all(Array.from({ length: 4 }, () => suite.send()));
    for (const order of orders)
      expect((await order.messages()).map(message => [message.status, message.attempts])).toEqual([['sent', 1]]);
    for (const order of orders) expect(await mails(order.email, 1)).toHaveLength(1);
  });
});

describe('a message of a template that only a later version has', () => {
  test('is left to that version, and those behind it are sent', async () => {
    const later = suite.order();
    const order = suite.order();
    const where = { orderId: later.orderId };
    await later.paid();
    await suite.database.message.updateMany({ where, data: { template: 'of-a-later-version' } });
    await order.paid();
    await suite.send();
    expect(await order.messages()).toMatchObject([{ status: 'sent', attempts: 1 }]);
    expect(await later.messages()).toMatchObject([{ status: 'queued', attempts: 0 }]);
    await suite.database.message.updateMany({ where, data: { template: 'order-paid' } });
    await suite.send();
    expect(await later.messages()).toMatchObject([{ status: 'sent', attempts: 1 }]);
  });
});

describe('while the mail server is down', () => {
  test('messages wait, however long, and are sent when it is back', async () => {
    const proxy = await testProxy(testEnvironment('SMTP_URL'));
    const email = smtp(proxy.url);
    await proxy.disconnect();
    const order = suite.order();
    await order.paid();
    for (let turn = 0; turn < MAX_ATTEMPTS + 2; turn += 1) {
      await suite.send(email);
      suite.later(60_000);
    }
    expect(await order.messages()).toMatchObject([{ status: 'queued', attempts: 0, error: expect.any(String) }]);
    expect(await order.outboxTypes()).toEqual([]);
    await proxy.restore();
    await suite.send(email);
    expect(await order.messages()).toMatchObject([{ status: 'sent', attempts: 1 }]);
    expect(await mails(order.email, 1)).toHaveLength(1);
    await proxy.close();
  });
});

describe('a mail server', () => {
  test('without such a mailbox: the message has failed permanently', async () => {
    const server = await badMailServer({ recipient: '550 5.1.1 mailbox unavailable' });
    const order = suite.order();
    await order.paid();
    await suite.send(smtp(server.url));
    suite.later(86_400_000);
    await suite.send(smtp(server.url));
    expect(await order.messages()).toMatchObject([
      { status: 'failed', attempts: 1, error: expect.stringContaining('mailbox unavailable') },
    ]);
    expect(await order.outboxTypes()).toEqual(['MessageFailed']);
    await server.close();
  });

  test('that defers: retried, and failed after the last attempt', async () => {
    const server = await badMailServer({ data: '451 4.3.0 try again later' });
    const order = suite.order();
    await order.paid();
    for (let turn = 1; turn <= MAX_ATTEMPTS + 2; turn += 1) {
      await suite.send(smtp(server.url));
      suite.later(3_600_000);
    }
    expect(await order.messages()).toMatchObject([{ status: 'failed', attempts: MAX_ATTEMPTS }]);
    expect(server.received).toHaveLength(MAX_ATTEMPTS);
    expect(await order.outboxTypes()).toEqual(['MessageFailed']);
    await server.close();
  });

  test('that closes the connection before it replies: sent again under the same Message-ID', async () => {
    const server = await badMailServer({});
    const order = suite.order();
    await order.paid();
    await suite.send(smtp(server.url));
    const [message] = await order.messages();
    expect(message).toMatchObject({ status: 'queued', attempts: 1 });
    suite.later(3_600_000);
    await suite.send();
    expect(await order.messages()).toMatchObject([{ status: 'sent', attempts: 2 }]);
    const [mail] = await mails(order.email, 1);
    expect(server.received).toEqual([`<${message?.id}@shop.example>`]);
    expect(mail?.headers['message-id']).toBe(server.received[0]);
    await server.close();
  });
});

test('a sender that dies while it sends: the message is due again under the same id, not before its lease has expired', async () => {
  const order = suite.order();
  await order.paid();
  const ids: string[] = [];
  const dying = suite.order();
  await dying.paid();
  const never = new Promise<never>(() => {});
  const handed = Promise.withResolvers<void>();
  void sendDue({
    ...suite.sender,
    email: {
      send(mail) {
        ids.push(mail.id);
        if (ids.length === 2) handed.resolve();
        return never;
      },
    },
  });
  await handed.promise;
  await suite.send();
  expect(await order.messages()).toMatchObject([{ status: 'queued', attempts: 1 }]);
  suite.later(121_000);
  await suite.send();
  for (const dead of [order, dying]) {
    const [message] = await dead.messages();
    expect(message).toMatchObject({ status: 'sent', attempts: 2 });
    expect(ids).toContain(message?.id);
    expect(await mails(dead.email, 1)).toHaveLength(1);
  }
});
