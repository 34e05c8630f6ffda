import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createNotificationsClient } from '../../generated/notifications/client.ts';
import type { TemplateText } from '../../generated/notifications/types.ts';
import { newId } from '../platform/ids.ts';
import { until } from '../platform/testing/until.ts';
import { builtIn } from './templates.ts';
import { inbox, type NotificationsSuite, notificationsSuite } from './testing/suite.ts';

let suite: NotificationsSuite;
beforeAll(async () => {
  suite = await notificationsSuite();
});
afterAll(() => suite.close());

const key = () => ({ 'idempotency-key': newId() });

describe('the delivery log', () => {
  test('can be filtered and paged through', async () => {
    const staff = suite.staff('orders');
    const phone = '+441632960001';
    const order = suite.order({ phone });
    await order.paid();
    await order.shipped();
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const answer = await staff.listMessages({
        query: { limit: 3, orderId: order.orderId, ...(cursor === undefined ? {} : { cursor }) },
      });
      if (answer.status !== 200) throw new Error(`${answer.status}`);
      found.push(...answer.body.items.map(message => `${message.channel} ${message.template}`));
      cursor = answer.body.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(found.sort()).toEqual([
      'email order-paid',
      'email shipment-created',
      'sms order-paid',
      'sms shipment-created',
    ]);
    const count = async (query: NonNullable<Parameters<typeof staff.listMessages>[0]>['query']) => {
      const answer = await staff.listMessages({ query });
      return answer.status === 200 ? answer.body.items.length : answer.status;
    };
    const { orderId } = order;
    expect(await count({ recipient: phone })).toBe(2);
    expect(await count({ recipient: order.email, channel: 'email' })).toBe(2);
    expect(await count({ orderId, status: 'queued' })).toBe(4);
    await suite.send();
    expect(await count({ orderId, status: 'queued' })).toBe(0);
    expect(await count({ orderId, status: 'sent', channel: 'sms' })).toBe(2);
    expect(await count({ cursor: 'bm9uc2Vuc2U' })).toBe(400);
  });

  test('shows one message as rendered', async () => {
    const staff = suite.staff('support');
    const order = suite.order({});
    await order.paid();
    const list = await staff.listMessages({ query: { orderId: order.orderId } });
    const messageId = list.status === 200 ? (list.body.items[0]?.id ?? '') : '';
    expect(await staff.getMessage({ path: { messageId } })).toMatchObject({
      status: 200,
      body: {
        id: messageId,
        recipient: order.email,
        orderNumber: 'C-10042',
        content: { subject: expect.stringContaining('order'), html: expect.stringContaining('<html') },
      },
    });
    expect(await staff.getMessage({ path: { messageId: newId() } })).toMatchObject({ status: 404 });
    expect(await suite.staff('catalog').getMessage({ path: { messageId } })).toMatchObject({ status: 403 });
  });

  test('is for staff', async () => {
    for (const list of ['listMessages', 'listSms'] as const) {
      expect(await suite.nobody[list]()).toMatchObject({ status: 401 });
      expect(await suite.staff('catalog')[list]()).toMatchObject({ status: 403 });
    }
  });

  test('shows SMS page by page', async () => {
    const phone = '+441632960002';
    for (let n = 0; n < 3; n += 1) await suite.order({ phone }).paid();
    await suite.send();
    const first = await suite.staff('support').listSms({ query: { limit: 2 } });
    if (first.status !== 200 || first.body.nextCursor === null) throw new Error('no second page');
    const second = await suite.staff('support').listSms({ query: { limit: 2, cursor: first.body.nextCursor } });
    const ids = [first, second].flatMap(page => (page.status === 200 ? page.body.items.map(sms => sms.id) : []));
    expect(new Set(ids).size).toBe(4);
  });
});

describe('resendMessage', () => {
  test('makes one new message for a key, which is sent once', async () => {
    const order = suite.order();
    await order.paid();
    const [message] = await order.messages();
    const staff = suite.staff('support');
    const request = { path: { messageId: message?.id ?? '' }, headers: key() };
    expect(await staff.resendMessage({ ...request, headers: key() })).toMatchObject({ status: 409 });
    await suite.send();
    const again = suite.staffNamed('grace', 'support');
    const first = await again.resendMessage(request);
    expect(first).toMatchObject({
      status: 202,
      body: { status: 'queued', resendOf: message?.id, recipient: order.email },
    });
    const replayed = await again.resendMessage(request);
    expect(replayed).toMatchObject({ status: 202, body: first.body });
    expect(replayed.headers?.['idempotent-replayed']).toBe('true');
    expect(await again.resendMessage({ ...request, path: { messageId: newId() } })).toMatchObject({ status: 422 });
    await suite.send();
    expect((await order.messages()).map(({ status }) => status)).toEqual(['sent', 'sent']);
    await until(async () => (await inbox(order.email)).length === 2, { describe: 'two mails' });
    expect(await suite.staff('support').resendMessage({ path: { messageId: newId() }, headers: key() })).toMatchObject({
      status: 404,
    });
    expect(await suite.nobody.resendMessage(request)).toMatchObject({ status: 401 });
    expect(await suite.staff('catalog').resendMessage(request)).toMatchObject({ status: 403 });
    expect((await fetch(`${suite.url}/admin/messages/${message?.id}/resend`, { method: 'POST' })).status).toBe(401);
    expect(await staff.resendMessage({ ...request, headers: { 'idempotency-key': '' } })).toMatchObject({
      status: 400,
    });
  });
});

describe('templates', () => {
  const path = { templateId: 'shipment-created' };
  const own: TemplateText = {
    ...builtIn['shipment-created'],
    subject: 'Off it goes: {{ number }}',
    sms: 'Off it goes: {{ trackingNumber }}',
  };

  test('that a merchant changes are used for messages, until they are reset', async () => {
    const admin = suite.staff('admin');
    for (let time = 0; time < 2; time += 1) {
      expect(await admin.saveTemplate({ path, body: own })).toMatchObject({
        status: 200,
        body: { changed: true, text: own, updatedAt: expect.any(String) },
      });
    }
    const changed = suite.order();
    await changed.shipped();
    await suite.send();
    expect((await changed.messages())[0]?.subject).toBe('Off it goes: C-10042');
    for (let time = 0; time < 2; time += 1) {
      expect(await admin.resetTemplate({ path })).toMatchObject({
        status: 200,
        body: { changed: false, text: builtIn['shipment-created'] },
      });
    }
    const reset = suite.order();
    await reset.shipped();
    await suite.send();
    expect((await reset.messages())[0]?.subject).toBe('Your order C-10042 is on its way');
    expect(await admin.saveTemplate({ path, body: builtIn['shipment-created'] })).toMatchObject({
      status: 200,
      body: { changed: false },
    });
  });

  test('that were changed or reset in the meantime are not overwritten', async () => {
    const admin = suite.staff('admin');
    const read = async () => {
      const list = await admin.listTemplates();
      const found = list.status === 200 ? list.body.items.find(({ id }) => id === path.templateId) : undefined;
      if (!found) throw new Error('there is no such template');
      return found;
    };
    const save = (sms: string, version?: number) =>
      admin.saveTemplate({ path, body: { ...own, sms, ...(version !== undefined && { version }) } });
    const conflict = { status: 409, body: { code: 'version_conflict' } };
    const start = (await read()).version;
    expect(await save('Mine', start)).toMatchObject({ status: 200, body: { version: start + 1 } });
    expect(await save('Theirs', start)).toMatchObject(conflict);
    // An unchanged text is no change, whatever version it was read at.
    expect(await save('Mine', start)).toMatchObject({ status: 200, body: { version: start + 1 } });
    expect(await save('Ours')).toMatchObject({ status: 200, body: { version: start + 2 } });
    for (let time = 0; time < 2; time += 1)
      expect(await admin.resetTemplate({ path })).toMatchObject({
        status: 200,
        body: { changed: false, version: start + 3 },
      });
    expect(await save('Theirs', start + 2)).toMatchObject(conflict);
    expect(await read()).toMatchObject({ changed: false, text: builtIn['shipment-created'], version: start + 3 });
    const both = await Promise.all([save('One', start + 3), save('Two', start + 3)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    await admin.resetTemplate({ path });
  });

  test('that fail on an order fall back to the built-in one', async () => {
    const body = { ...own, subject: '{% if address.name == "Nobody" %}{{ missing }}{% endif %}Hello' };
    expect(await suite.staff('admin').saveTemplate({ path, body })).toMatchObject({ status: 200 });
    const order = suite.order({ name: 'Nobody' });
    await order.shipped();
    await suite.send();
    expect(await order.messages()).toMatchObject([{ status: 'sent', subject: 'Your order C-10042 is on its way' }]);
    await suite.staff('admin').resetTemplate({ path });
  });

  test('are sent as a test to the member of staff who requests it, and to no one else', async () => {
    const subject = `Hello {{ number }} ${newId()}`;
    const email = `olga.${newId()}@example.com`;
    const olga = createNotificationsClient({
      baseUrl: suite.url,
      headers: () => suite.identity.headers({ kind: 'staff', id: newId(), roles: ['admin'], email }),
    });
    const wanted = { path, headers: { 'idempotency-key': newId() }, body: { ...own, subject } };
    expect(await olga.sendTemplateTest(wanted)).toMatchObject({ status: 200, body: { recipient: email } });
    const mails = await until(async () => (await inbox(email)).length > 0 && inbox(email), { describe: 'the mail' });
    expect(mails).toMatchObject([{ subject: `Test: ${subject.replace('{{ number }}', 'C-10042')}` }]);
    const broken = { path, headers: { 'idempotency-key': newId() }, body: { ...own, text: '{% if %}' } };
    expect(await suite.staff('admin').sendTemplateTest(broken)).toMatchObject({ status: 422 });
    expect(await suite.staff('support').sendTemplateTest(broken)).toMatchObject({ status: 403 });
  });

  test('that do not render are refused, with their errors', async () => {
    const body = { ...own, text: '{% if %}', mjml: '<mjml><mj-body><mj-oops /></mj-body></mjml>' };
    const problem = { status: 422, body: { errors: [{ path: '/body/mjml' }, { path: '/body/text' }] } };
    expect(await suite.staff('admin').saveTemplate({ path, body })).toMatchObject(problem);
    expect(await suite.staff('support').previewTemplate({ path, body })).toMatchObject(problem);
    const list = await suite.staff('support').listTemplates();
    expect(list).toMatchObject({
      status: 200,
      body: {
        items: [
          { id: 'order-paid', changed: false },
          { id: 'shipment-created', changed: false },
          { id: 'order-refunded', changed: false },
          { id: 'order-partly-refunded', changed: false },
          { id: 'order-refund-failed', changed: false },
          { id: 'back-in-stock', changed: false },
          { id: 'staff-invitation', changed: false },
          { id: 'password-reset', changed: false },
          { id: 'shopper-password-reset', changed: false },
          { id: 'email-verification', changed: false },
          { id: 'email-changed', changed: false },
          { id: 'password-changed', changed: false },
          { id: 'shopper-password-changed', changed: false },
          { id: 'account-deleted', changed: false },
        ],
      },
    });
  });

  test('can be previewed with an example order before they are saved', async () => {
    const answer = await suite.staff('support').previewTemplate({ path, body: own });
    expect(await suite.staff('support').previewTemplate({ path, body: own })).toMatchObject({
      status: 200,
      body: answer.body,
    });
    expect(answer).toMatchObject({
      status: 200,
      body: {
        subject: 'Off it goes: C-10042',
        sms: 'Off it goes: LC123456785',
        html: expect.stringContaining('LC123456785'),
      },
    });
  });

  test('are changed by admins only, and only those that exist', async () => {
    expect(await suite.staff('support').saveTemplate({ path, body: own })).toMatchObject({ status: 403 });
    expect(await suite.nobody.listTemplates()).toMatchObject({ status: 401 });
    const unknown = { templateId: 'no-such-thing' };
    expect(await suite.staff('admin').saveTemplate({ path: unknown, body: own })).toMatchObject({ status: 404 });
    expect(await suite.staff('admin').resetTemplate({ path: unknown })).toMatchObject({ status: 404 });
    expect(await suite.staff('admin').previewTemplate({ path: unknown, body: own })).toMatchObject({ status: 404 });
    expect(await suite.staff('admin').saveTemplate({ path, body: { ...own, subject: '' } })).toMatchObject({
      status: 400,
    });
  });
});

describe('previewRefundMessage', () => {
  const usd = (amount: number) => ({ amount, currency: 'USD' });
  const refund = {
    orderId: newId(),
    number: 'C-7 & <b>',
    amount: usd(101),
    refundedTotal: usd(202),
    whole: false,
    lines: [{ sku: 'b', title: 'Bananas <i>', quantity: 2 }],
  };

  test('reads as the mail that the refund will cause, with the template of today, and sends nothing', async () => {
    const staff = suite.staff('orders');
    const shown = await staff.previewRefundMessage({ body: refund });
    const { text } = builtIn['order-partly-refunded'];
    expect(shown).toMatchObject({ status: 200, body: { subject: 'A refund for order C-7 & <b>' } });
    if (shown.status !== 200) throw new Error('no preview');
    const { html, text: plain } = shown.body;
    for (const part of [html, plain]) expect(part).toMatch(/\$1\.01.*2 × Bananas.*\$2\.02/s);
    expect(html).toContain('Bananas &lt;i&gt;');
    expect(plain).not.toContain('token=');
    const whole = await staff.previewRefundMessage({ body: { ...refund, whole: true } });
    expect(whole).toMatchObject({
      status: 200,
      body: { text: expect.stringMatching(/refunded \$2\.02 for your order/) },
    });
    const path = { templateId: 'order-partly-refunded' };
    const admin = suite.staff('admin');
    await admin.saveTemplate({ path, body: { ...builtIn['order-partly-refunded'], text: `Mind you: ${text}` } });
    const changed = await staff.previewRefundMessage({ body: refund });
    expect(changed).toMatchObject({ body: { text: expect.stringMatching(/^Mind you: /) } });
    const broken = {
      ...builtIn['order-partly-refunded'],
      text: `{% if number == "C-10042" %}{% else %}{{ unknown }}{% endif %}`,
    };
    await admin.saveTemplate({ path, body: broken });
    expect(await staff.previewRefundMessage({ body: refund })).toMatchObject({ body: { text: plain } });
    await admin.resetTemplate({ path });
    const { orderId } = refund;
    expect(await staff.listMessages({ query: { orderId } })).toMatchObject({ status: 200, body: { items: [] } });
  });

  test('says the same as the message that is sent', async () => {
    const order = suite.order();
    await order.partlyRefunded();
    const list = await suite.staff('orders').listMessages({ query: { orderId: order.orderId } });
    const messageId = list.status === 200 ? (list.body.items[0]?.id ?? '') : '';
    const sent = await suite.staff('orders').getMessage({ path: { messageId } });
    const content = sent.status === 200 ? sent.body.content : undefined;
    const { number, amount, refundedTotal, lines } = order.refund;
    const shown = await suite.staff('orders').previewRefundMessage({
      body: { orderId: order.orderId, number, amount, refundedTotal, whole: false, lines },
    });
    expect(shown.status === 200 && shown.body.text).toBe(content?.text.replace(/\?token=\S+/, ''));
  });

  test('is for staff who refund', async () => {
    expect(await suite.nobody.previewRefundMessage({ body: refund })).toMatchObject({ status: 401 });
    expect(await suite.staff('support').previewRefundMessage({ body: refund })).toMatchObject({ status: 403 });
    const body = { ...refund, lines: [{ sku: 'b', title: 'Bananas', quantity: 0 }] };
    expect(await suite.staff('orders').previewRefundMessage({ body })).toMatchObject({ status: 400 });
  });
});
