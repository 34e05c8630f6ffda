import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createPaymentsClient } from '../../generated/payments/client.ts';
import { newId } from '../platform/ids.ts';
import { outboxRecords } from '../platform/testing/outbox.ts';
import { type PaymentsSuite, paymentsSuite, requestFor } from './testing/suite.ts';

let suite: PaymentsSuite;
beforeAll(async () => {
  suite = await paymentsSuite();
});
afterAll(() => suite.close());

const key = () => ({ 'idempotency-key': newId() });
const usd = (amount: number) => ({ amount, currency: 'USD' });

async function eventsOf(paymentId: string) {
  const rows = await outboxRecords(suite.database, { aggregateid: paymentId, type: 'ChangeMade' });
  return rows.map(row => row.payload);
}

test('captures and refunds are published with their actor, each once however often the request is repeated', async () => {
  const request = requestFor('pm_card_visa', { orderNumber: 'C-10042' });
  const asked = await suite.checkout.requestPayment(request);
  if (asked.status !== 200) throw new Error(`${asked.status}`);
  expect(asked.body.orderNumber).toBe('C-10042');
  const path = { paymentId: asked.body.id };
  const { orderId } = request.path;
  for (let time = 0; time < 2; time += 1) {
    expect(await suite.clerk.capturePayment({ path, headers: key() })).toMatchObject({
      status: 200,
      body: { captured: usd(701) },
    });
  }
  const headers = key();
  const part = { path, headers, body: { amount: usd(101), reason: 'Damaged on the way' } };
  for (let time = 0; time < 2; time += 1)
    expect(await suite.clerk.refundPayment(part)).toMatchObject({ status: 201, body: { refunded: usd(101) } });
  const refused = await suite.clerk.refundPayment({ path, headers: key(), body: { amount: usd(601), reason: 'x' } });
  expect(refused).toMatchObject({ status: 422, body: { code: 'too_much' } });
  const rest = await suite.clerk.refundPayment({ path, headers: key(), body: { reason: 'The rest' } });
  expect(rest).toMatchObject({
    status: 201,
    body: {
      refunds: [
        { amount: usd(101), reason: 'Damaged on the way', given: true },
        { amount: usd(600), reason: 'The rest', given: true },
      ],
    },
  });
  const about = {
    resource: 'payments',
    resourceId: path.paymentId,
    label: 'C-10042',
    parent: { resource: 'orders', resourceId: orderId },
  };
  const by = expect.objectContaining({ kind: 'staff' });
  expect(await eventsOf(path.paymentId)).toEqual([
    expect.objectContaining({
      ...about,
      actor: by,
      action: 'captured',
      changes: [{ field: 'captured', before: usd(0), after: usd(701) }],
    }),
    expect.objectContaining({
      ...about,
      actor: by,
      action: 'refunded',
      reason: 'Damaged on the way',
      changes: [{ field: 'refunded', before: usd(0), after: usd(101) }],
    }),
    expect.objectContaining({
      ...about,
      action: 'refunded',
      changes: [{ field: 'refunded', before: usd(101), after: usd(701) }],
    }),
  ]);
});

test('a refused request publishes nothing', async () => {
  const asked = await suite.checkout.requestPayment(requestFor('pm_card_visa'));
  if (asked.status !== 200) throw new Error(`${asked.status}`);
  const path = { paymentId: asked.body.id };
  expect(await suite.clerk.refundPayment({ path, headers: key(), body: { reason: 'x' } })).toMatchObject({
    status: 409,
  });
  expect(await eventsOf(path.paymentId)).toEqual([]);
});

test('money goes back only by who gave their password lately; the same key does it after they did', async () => {
  const request = requestFor('pm_card_visa', { orderNumber: 'C-10050' });
  const asked = await suite.checkout.requestPayment(request);
  if (asked.status !== 200) throw new Error(`${asked.status}`);
  const path = { paymentId: asked.body.id };
  await suite.clerk.capturePayment({ path, headers: key() });
  const id = newId();
  const since = (minutes: number) => {
    const authenticatedAt = new Date(Date.now() - minutes * 60_000);
    const headers = () => suite.identity.headers({ kind: 'staff', id, roles: ['orders'], authenticatedAt });
    return createPaymentsClient({ baseUrl: suite.url, headers });
  };
  const refund = { path, headers: key(), body: { amount: usd(101), reason: 'Damaged' } };
  expect(await since(16).refundPayment(refund)).toMatchObject({
    status: 403,
    body: { code: 'reauthentication_required' },
  });
  expect(await since(1).refundPayment(refund)).toMatchObject({ status: 201, body: { refunded: usd(101) } });
});
