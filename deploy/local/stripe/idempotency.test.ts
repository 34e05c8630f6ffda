import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { errorOf, payWith, RETURN_URL, type RunningSandbox, startSandbox } from './testing/sandbox.ts';

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.stop());

const create = (key: string, amount = 1000) =>
  sandbox.stripe.paymentIntents.create({ amount, currency: 'usd' }, { idempotencyKey: key });

test('the same request gives the first answer again, after a restart too', async () => {
  const first = await create('replay');
  const second = await create('replay');
  expect(second).toEqual(first);
  expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  expect(second.lastResponse).toMatchObject({
    idempotencyKey: 'replay',
    headers: { 'idempotent-replayed': 'true', 'original-request': first.lastResponse.requestId },
  });
  expect(second.lastResponse.requestId).not.toBe(first.lastResponse.requestId);
  await sandbox.kill();
  await sandbox.start();
  expect(await create('replay')).toEqual(first);
});

test('other parameters under the same key are refused', async () => {
  await create('mismatch');
  expect(await errorOf(create('mismatch', 2000))).toMatchObject({
    type: 'StripeIdempotencyError',
    statusCode: 400,
    rawType: 'idempotency_error',
  });
});

test('a declined payment is replayed, not tried again', async () => {
  const attempt = () =>
    sandbox.stripe.paymentIntents.create(
      {
        amount: 1000,
        currency: 'usd',
        confirm: true,
        payment_method: 'pm_card_visa_chargeDeclined',
        return_url: RETURN_URL,
      },
      { idempotencyKey: 'declined' },
    );
  const first = await errorOf(attempt());
  const second = await errorOf(attempt());
  expect(first).toMatchObject({ statusCode: 402, code: 'card_declined' });
  expect(second.payment_intent?.id).toBe(first.payment_intent?.id);
});

test('invalid parameters leave the key free', async () => {
  expect(await errorOf(create('corrected', 1))).toMatchObject({ code: 'amount_too_small' });
  expect(await create('corrected', 1000)).toMatchObject({ amount: 1000 });
});

describe('at the same time', () => {
  test('while one runs, the others get 409; afterwards its answer', async () => {
    await sandbox.setFaults({ api: { delayMs: 400 } });
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => create('concurrent')));
    await sandbox.clearFaults();
    const answers = results.filter(result => result.status === 'fulfilled').map(({ value }) => value);
    // One that is sent so late that the first is done gets its answer.
    const [created, ...more] = answers.filter(({ lastResponse }) => !lastResponse.headers['idempotent-replayed']);
    expect(more).toEqual([]);
    const refused = results.filter(result => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const { reason } of refused) expect(reason).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    for (const answer of [...answers, await create('concurrent')]) expect(answer).toEqual(created);
  });

  test('the SDK that retries pays once, even when answers are lost', async () => {
    const retrying = sandbox.client({ maxNetworkRetries: 4 });
    const before = (await sandbox.stripe.charges.list({ limit: 100 })).data.length;
    const intent = await retrying.paymentIntents.create(
      { amount: 4200, currency: 'usd', confirm: true, payment_method: 'pm_card_visa', return_url: RETURN_URL },
      { idempotencyKey: 'lost', headers: { 'Sandbox-Fault': 'lose' } },
    );
    expect(intent).toMatchObject({ status: 'succeeded', lastResponse: { headers: { 'idempotent-replayed': 'true' } } });
    expect((await sandbox.stripe.charges.list({ limit: 100 })).data).toHaveLength(before + 1);
  });
});

test('a request that failed before it ran can be sent again', async () => {
  const failing = { idempotencyKey: 'failed', headers: { 'Sandbox-Fault': 'fail' } };
  expect(await errorOf(sandbox.stripe.refunds.create({ charge: 'ch_x' }, failing))).toMatchObject({
    statusCode: 500,
    type: 'StripeAPIError',
  });
  expect(await payWith(sandbox.stripe, 'pm_card_visa')).toMatchObject({ status: 'succeeded' });
});
