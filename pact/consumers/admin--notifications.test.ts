import { expect } from '@jest/globals';
import { toApiError } from '../../admin/kit/api/api-error.ts';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { consoleClients, problemLike } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';
import { AT, uuidOf } from '../examples.ts';
import { exactly, fromState, pathFromState } from '../matchers.ts';

const { httpInteraction } = pactBetween('admin', 'notifications');
const given = { state: 'an order was confirmed by mail' } as const;
const messageId = uuidOf(80);
const orderId = uuidOf(81);
const recipient = 'ada@example.com';
const message = {
  id: messageId,
  channel: exactly('email'),
  template: 'order-paid',
  recipient,
  subject: 'Your order C-10042',

  orderId,
  orderNumber: 'C-10042',
  attempts: 1,
  createdAt: AT,
};
const sent = { ...message, status: exactly('sent'), sentAt: AT };
const preview = { subject: 'Your order C-10042', html: '<p>Thank you</p>', text: 'Thank you', sms: 'Thank you' };
const text = { subject: 'Your order', mjml: '<mjml><mj-body></mj-body></mjml>', text: 'Thank you', sms: 'Thank you' };

httpInteraction(
  'for the messages of an order',
  {
    given,
    request: {
      method: 'GET',
      path: '/admin/messages',
      query: { orderId: fromState('orderId', orderId), limit: '100' },
    },
    response: { status: 200, body: { items: [sent], nextCursor: null } },
  },
  async baseUrl => {
    const { items } = await bodyOf(
      consoleClients(baseUrl).api.notifications.listMessages({ query: { orderId, limit: 100 } }),
    );
    expect(items).toMatchObject([{ id: messageId, template: 'order-paid', status: 'sent', recipient }]);
  },
);

httpInteraction(
  'for the messages to somebody',
  {
    given,
    request: {
      method: 'GET',
      path: '/admin/messages',
      query: { recipient: fromState('recipient', recipient), limit: '100' },
    },
    response: { status: 200, body: { items: [sent] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(
      consoleClients(baseUrl).api.notifications.listMessages({ query: { recipient, limit: 100 } }),
    );
    expect(items).toMatchObject([{ id: messageId, sentAt: AT }]);
  },
);

httpInteraction(
  'for messages that failed',
  {
    request: { method: 'GET', path: '/admin/messages', query: { status: 'failed', limit: '100' } },
    response: { status: 200, body: { items: [], nextCursor: null } },
  },
  async baseUrl => {
    expect(await consoleClients(baseUrl).calls.messages.list({ status: 'failed', limit: 100 })).toEqual({
      items: [],
      nextCursor: null,
    });
  },
);

httpInteraction(
  'how a message reads',
  {
    given,
    request: { method: 'GET', path: pathFromState('/admin/messages/{messageId}', 'messageId', messageId) },
    response: { status: 200, body: { ...sent, content: preview } },
  },
  async baseUrl => {
    expect(await consoleClients(baseUrl).calls.messages.get(messageId)).toMatchObject({ recipient, content: preview });
  },
);

httpInteraction(
  'for a message that is not there',
  { request: { method: 'GET', path: `/admin/messages/${uuidOf(404)}` }, response: { status: 404 } },
  async baseUrl => {
    const found = await consoleClients(baseUrl).api.notifications.getMessage({ path: { messageId: uuidOf(404) } });
    expect(found.status).toBe(404);
  },
);

httpInteraction(
  'to send a message again',
  {
    given,
    request: {
      method: 'POST',
      path: pathFromState('/admin/messages/{messageId}/resend', 'messageId', messageId),
      headers: { 'idempotency-key': 'console-pact-1' },
    },
    response: { status: 202, body: { id: uuidOf(82), recipient, status: exactly('queued') } },
  },
  async baseUrl => {
    const again = await consoleClients(baseUrl).calls.messages.actions.resend(
      messageId,
      {},
      { idempotencyKey: 'console-pact-1' },
    );
    expect(again).toMatchObject({ recipient, status: 'queued' });
  },
);

const variables = [{ name: 'number', insert: '{{ number }}', example: 'C-10042' }];

httpInteraction(
  'for the templates',
  {
    request: { method: 'GET', path: '/admin/templates' },
    response: { status: 200, body: { items: [{ id: 'order-paid', changed: false, text, version: 1, variables }] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.notifications.listTemplates());
    expect(items).toEqual([{ id: 'order-paid', changed: false, text, version: 1, variables }]);
  },
);

httpInteraction(
  'to have a text as a test',
  {
    request: {
      method: 'POST',
      path: '/admin/templates/order-paid/test',
      headers: { 'idempotency-key': 'console-pact-9' },
      body: text,
    },
    response: { status: 200, body: { recipient: 'ada@example.com' } },
  },
  async baseUrl => {
    const { notifications } = consoleClients(baseUrl).api;
    const sent = await bodyOf(
      notifications.sendTemplateTest({
        path: { templateId: 'order-paid' },
        headers: { 'idempotency-key': 'console-pact-9' },
        body: text,
      }),
    );
    expect(sent).toEqual({ recipient: 'ada@example.com' });
  },
);

httpInteraction(
  'to change a template that somebody else changed meanwhile',
  {
    request: { method: 'PUT', path: '/admin/templates/order-paid', body: { ...text, version: exactly(99) } },
    response: {
      status: 409,
      body: { ...problemLike(409, 'The template is at version 1 by now.'), code: exactly('version_conflict') },
    },
  },
  async baseUrl => {
    const refused = consoleClients(baseUrl).calls.templates.update(
      'order-paid',
      { ...text, version: 99 },
      { idempotencyKey: 'unused' },
    );
    await expect(refused.catch(toApiError)).resolves.toMatchObject({ status: 409, code: 'version_conflict' });
  },
);

httpInteraction(
  'how a template would read',
  {
    request: { method: 'POST', path: '/admin/templates/order-paid/preview', body: text },
    response: { status: 200, body: preview },
  },
  async baseUrl => {
    const read = await consoleClients(baseUrl).calls.templates.actions.preview('order-paid', text, {
      idempotencyKey: 'unused',
    });
    expect(read).toEqual(preview);
  },
);

const broken = { ...text, subject: '{{ order.number' };

httpInteraction(
  'how a template would read that does not render',
  {
    request: {
      method: 'POST',
      path: '/admin/templates/order-paid/preview',
      body: { ...broken, subject: exactly(broken.subject) },
    },
    response: {
      status: 422,
      body: {
        status: exactly(422),
        title: 'Refused',
        errors: [{ path: '/body/subject', message: 'output was not closed' }],
      },
    },
  },
  async baseUrl => {
    const refused = consoleClients(baseUrl).calls.templates.actions.preview('order-paid', broken, {
      idempotencyKey: 'unused',
    });
    await expect(refused).rejects.toMatchObject({ status: 422, errors: [{ path: '/body/subject' }] });
  },
);

httpInteraction(
  'to change a template',
  {
    request: { method: 'PUT', path: '/admin/templates/shipment-created', body: text },
    response: { status: 200, body: { id: 'shipment-created', changed: exactly(true), text, updatedAt: AT } },
  },
  async baseUrl => {
    const saved = await consoleClients(baseUrl).calls.templates.update('shipment-created', text, {
      idempotencyKey: 'unused',
    });
    expect(saved).toMatchObject({ changed: true, updatedAt: AT });
  },
);

httpInteraction(
  'to have a template as it came',
  {
    request: { method: 'DELETE', path: '/admin/templates/shipment-created' },
    response: { status: 200, body: { id: 'shipment-created', changed: exactly(false), text } },
  },
  async baseUrl => {
    const reset = await consoleClients(baseUrl).calls.templates.actions.reset(
      'shipment-created',
      {},
      { idempotencyKey: 'unused' },
    );
    expect(reset).toMatchObject({ changed: false, text });
  },
);

httpInteraction(
  'how many wait for a variant',
  {
    given: { state: 'somebody waits for a variant', params: { sku: 'WANTED' } },
    request: { method: 'GET', path: '/admin/stock-alerts', query: { sku: 'WANTED' } },
    response: { status: 200, body: { items: [{ sku: 'WANTED', waiting: 1 }] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(
      consoleClients(baseUrl).api.notifications.listStockAlerts({ query: { sku: ['WANTED'] } }),
    );
    expect(items).toEqual([{ sku: 'WANTED', waiting: 1 }]);
  },
);

const usd = (amount: number) => ({ amount, currency: 'USD' });
const refund = {
  orderId: uuidOf(83),
  number: 'C-10042',
  amount: usd(101),
  refundedTotal: usd(202),
  whole: false,
  lines: [{ sku: '1082185', title: 'Bananas', quantity: 1 }],
};

httpInteraction(
  'how the mail about a refund would read',
  {
    request: { method: 'POST', path: '/admin/refund-messages/preview', body: refund },
    response: { status: 200, body: preview },
  },
  async baseUrl => {
    const { api } = consoleClients(baseUrl);
    const shown = await bodyOf(api.notifications.previewRefundMessage({ body: refund }));
    expect(shown).toMatchObject({ html: preview.html, text: preview.text });
  },
);
