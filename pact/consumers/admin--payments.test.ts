import { expect } from '@jest/globals';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { consoleClients, problemLike } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';
import { AT, usd, uuidOf } from '../examples.ts';
import { exactly, pathFromState } from '../matchers.ts';

const { httpInteraction } = pactBetween('admin', 'payments');
const orderId = uuidOf(60);
const paymentId = uuidOf(61);
const key = (number: number) => ({ 'idempotency-key': `console-pact-${number}` });
const card = { brand: 'visa', last4: '4242' };
const payment = { id: paymentId, orderId, amount: usd(701), captured: usd(0), refunded: usd(0), card, createdAt: AT };
const path = (name: string) => pathFromState(`/admin/payments/{paymentId}/${name}`, 'paymentId', paymentId);

httpInteraction(
  'for the payment of an order',
  {
    given: { state: 'a payment is authorized', params: { orderId } },
    request: { method: 'GET', path: '/admin/payments', query: { orderId, limit: '100' } },
    response: { status: 200, body: { items: [{ ...payment, status: exactly('authorized') }] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(
      consoleClients(baseUrl).api.payments.listPayments({ query: { orderId, limit: 100 } }),
    );
    expect(items).toMatchObject([{ id: paymentId, status: 'authorized', amount: usd(701), card }]);
  },
);

httpInteraction(
  'for declined payments',
  {
    given: { state: 'a payment was declined' },
    request: { method: 'GET', path: '/admin/payments', query: { status: 'declined', limit: '100' } },
    response: {
      status: 200,
      body: {
        items: [
          {
            orderId,
            orderNumber: 'C-10042',
            status: exactly('declined'),
            declineCode: 'insufficient_funds',
            createdAt: AT,
          },
        ],
        nextCursor: null,
      },
    },
  },
  async baseUrl => {
    const page = await consoleClients(baseUrl).calls.payments.list({ status: 'declined', limit: 100 });
    expect(page).toMatchObject({
      items: [{ orderNumber: 'C-10042', declineCode: 'insufficient_funds' }],
      nextCursor: null,
    });
  },
);

httpInteraction(
  'to take the money that was authorized',
  {
    given: { state: 'a payment is authorized', params: { orderId: uuidOf(62) } },
    request: { method: 'POST', path: path('capture'), headers: key(1) },
    response: { status: 200, body: { ...payment, status: exactly('captured'), captured: usd(701) } },
  },
  async baseUrl => {
    const { payments } = consoleClients(baseUrl).api;
    const captured = await bodyOf(payments.capturePayment({ path: { paymentId }, headers: key(1) }));
    expect(captured).toMatchObject({ status: 'captured', captured: usd(701) });
  },
);

const refund = { id: uuidOf(64), amount: usd(200), reason: 'Spoiled.', given: true, createdAt: AT };

httpInteraction(
  'to give a part back',
  {
    given: { state: 'a payment is captured', params: { orderId: uuidOf(63) } },
    request: { method: 'POST', path: path('refunds'), headers: key(2), body: { amount: usd(200), reason: 'Spoiled.' } },
    response: { status: 201, body: { ...payment, status: exactly('captured'), refunded: usd(200), refunds: [refund] } },
  },
  async baseUrl => {
    const body = { amount: usd(200), reason: 'Spoiled.' };
    const { payments } = consoleClients(baseUrl).api;
    const given = await bodyOf(payments.refundPayment({ path: { paymentId }, headers: key(2), body }));
    expect(given).toMatchObject({
      refunded: usd(200),
      refunds: [{ amount: usd(200), reason: 'Spoiled.', given: true }],
    });
  },
);

const byLine = {
  amount: usd(600),
  reason: 'Spoiled.',
  lines: [{ sku: '1082185', quantity: 1 }],
  shipping: usd(499),
  restockAt: 'east',
  notifyCustomer: false,
};
const { amount: _, notifyCustomer: __, ...parts } = byLine;

httpInteraction(
  'to give the money for a line back',
  {
    given: { state: 'a payment is captured', params: { orderId: uuidOf(67) } },
    request: { method: 'POST', path: path('refunds'), headers: key(5), body: byLine },
    response: {
      status: 201,
      body: { ...payment, status: exactly('captured'), refunded: usd(600), refunds: [{ ...refund, ...parts }] },
    },
  },
  async baseUrl => {
    const { payments } = consoleClients(baseUrl).api;
    const given = await bodyOf(payments.refundPayment({ path: { paymentId }, headers: key(5), body: byLine }));
    expect(given).toMatchObject({ refunded: usd(600), refunds: [parts] });
  },
);

httpInteraction(
  'to give everything back',
  {
    given: { state: 'a payment is captured', params: { orderId: uuidOf(65) } },
    request: { method: 'POST', path: path('refunds'), headers: key(3), body: { reason: 'Never came.' } },
    response: { status: 201, body: { ...payment, status: exactly('refunded'), refunded: usd(701), refunds: [refund] } },
  },
  async baseUrl => {
    const { payments } = consoleClients(baseUrl).api;
    const given = await bodyOf(
      payments.refundPayment({ path: { paymentId }, headers: key(3), body: { reason: 'Never came.' } }),
    );
    expect(given).toMatchObject({ status: 'refunded', refunded: usd(701) });
  },
);

httpInteraction(
  'to give back more than there is',
  {
    given: { state: 'a payment is captured', params: { orderId: uuidOf(66) } },
    request: {
      method: 'POST',
      path: path('refunds'),
      headers: key(4),
      body: { amount: { ...usd(702), amount: exactly(702) }, reason: 'Spoiled.' },
    },
    response: { status: 422, body: problemLike(422, 'More than is left.') },
  },
  async baseUrl => {
    const { payments } = consoleClients(baseUrl).api;
    const refused = bodyOf(
      payments.refundPayment({ path: { paymentId }, headers: key(4), body: { amount: usd(702), reason: 'Spoiled.' } }),
    );
    await expect(refused).rejects.toMatchObject({ status: 422, detail: 'More than is left.' });
  },
);

httpInteraction(
  'to take a payment off the list of what staff should look at',
  {
    given: { state: 'a payment is authorized', params: { orderId: uuidOf(69) } },
    request: { method: 'POST', path: path('attention'), body: { action: exactly('dismiss') } },
    response: { status: 200, body: { ...payment, status: exactly('authorized') } },
  },
  async baseUrl => {
    const { payments } = consoleClients(baseUrl).api;
    const seen = await bodyOf(payments.resolvePayment({ path: { paymentId }, body: { action: 'dismiss' } }));
    expect(seen).toMatchObject({ id: paymentId, status: 'authorized' });
    expect(seen.attention).toBeUndefined();
  },
);
