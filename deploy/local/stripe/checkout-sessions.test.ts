import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type Stripe from 'stripe';
import { until } from '../../../services/platform/testing/until.ts';
import { type Endpoint, errorOf, openEndpoint, type RunningSandbox, startSandbox } from './testing/sandbox.ts';

let endpoint: Endpoint;
let sandbox: RunningSandbox;
beforeAll(async () => {
  endpoint = await openEndpoint();
  sandbox = await startSandbox([endpoint.url]);
});
afterAll(async () => {
  await sandbox.stop();
  await endpoint.close();
});

const lines: Stripe.Checkout.SessionCreateParams.LineItem[] = [
  {
    quantity: 2,
    price_data: { currency: 'eur', unit_amount: 1990, product_data: { name: 'Linen shirt', description: 'Sand, M' } },
  },
  { quantity: 1, price_data: { currency: 'eur', unit_amount: 500, product_data: { name: 'Shipping' } } },
];

const create = (more: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  sandbox.stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: lines,
    success_url: 'https://shop.example/paid?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://shop.example/cart',
    ...more,
  });

let attempts = 0;

/** Pays on the hosted page without a browser; returns the page's response. */
async function payOnPage(session: Stripe.Checkout.Session, number: string, attempt = `attempt${++attempts}`) {
  const body = { attempt, email: 'jenny@example.com', name: 'Jenny Rosen', number, expiry: '12 / 40', cvc: '123' };
  const response = await fetch(session.url ?? '', {
    method: 'POST',
    body: new URLSearchParams(body),
    redirect: 'manual',
  });
  return { status: response.status, location: response.headers.get('location'), page: await response.text() };
}

const nowSeconds = () => Math.floor(Date.now() / 1000);

test('a session says what it sells, and its PaymentIntent comes with the first try to pay', async () => {
  const session = await create({
    client_reference_id: 'order-1',
    customer_email: 'jenny@example.com',
    metadata: { order: 'order-1' },
    locale: 'de',
    expand: ['line_items'],
  });
  expect(session).toMatchObject({
    object: 'checkout.session',
    status: 'open',
    payment_status: 'unpaid',
    amount_subtotal: 4480,
    amount_total: 4480,
    currency: 'eur',
    client_reference_id: 'order-1',
    customer_email: 'jenny@example.com',
    payment_intent: null,
    ui_mode: 'hosted_page',
    line_items: {
      data: [{ description: 'Linen shirt', quantity: 2, amount_total: 3980 }, { description: 'Shipping' }],
    },
  });
  expect(session.expires_at).toBe(session.created + 24 * 60 * 60);
  const items = await sandbox.stripe.checkout.sessions.listLineItems(session.id);
  expect(items.data.map(item => item.amount_total)).toEqual([3980, 500]);
});

describe('paying', () => {
  test('completes the session and passes on what the merchant said about the payment', async () => {
    const session = await create({ payment_intent_data: { metadata: { order: 'o-7' }, description: 'Order 7' } });
    const paid = await payOnPage(session, '4242424242424242');
    expect(paid).toMatchObject({ status: 303, location: `https://shop.example/paid?session=${session.id}` });
    const after = await sandbox.stripe.checkout.sessions.retrieve(session.id, {
      expand: ['payment_intent.latest_charge'],
    });
    expect(after).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer_details: { email: 'jenny@example.com', name: 'Jenny Rosen' },
      payment_intent: {
        status: 'succeeded',
        amount: 4480,
        metadata: { order: 'o-7' },
        description: 'Order 7',
        latest_charge: { payment_method_details: { card: { last4: '4242' } } },
      },
    });
    const id = String((after.payment_intent as Stripe.PaymentIntent).id);
    expect((await sandbox.stripe.checkout.sessions.list({ payment_intent: id })).data.map(one => one.id)).toEqual([
      session.id,
    ]);
  });

  test('the webhook is there before the shopper is', async () => {
    const session = await create();
    await payOnPage(session, '4242424242424242');
    const delivered = endpoint
      .ofType('checkout.session.completed')
      .map(one => (one.event.data.object as Stripe.Checkout.Session).id);
    expect(delivered).toContain(session.id);
  });

  test('with manual capture the money is held, and the session stays unpaid until it is captured', async () => {
    const session = await create({ payment_intent_data: { capture_method: 'manual' } });
    await payOnPage(session, '4242424242424242');
    const held = await sandbox.stripe.checkout.sessions.retrieve(session.id);
    expect(held).toMatchObject({ status: 'complete', payment_status: 'unpaid' });
    await sandbox.stripe.paymentIntents.capture(String(held.payment_intent));
    expect(await sandbox.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ payment_status: 'paid' });
  });

  test('the same button pressed many times at once charges once', async () => {
    const session = await create();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => payOnPage(session, '4242424242424242', 'onePress')),
    );
    expect(new Set(answers.map(one => one.location))).toEqual(
      new Set([`https://shop.example/paid?session=${session.id}`]),
    );
    const { payment_intent } = await sandbox.stripe.checkout.sessions.retrieve(session.id);
    expect((await sandbox.stripe.charges.list({ payment_intent: String(payment_intent) })).data).toHaveLength(1);
  });

  test('two open tabs charge once', async () => {
    const session = await create();
    await Promise.all([payOnPage(session, '4242424242424242'), payOnPage(session, '4242424242424242')]);
    const { payment_intent } = await sandbox.stripe.checkout.sessions.retrieve(session.id);
    expect((await sandbox.stripe.charges.list({ payment_intent: String(payment_intent) })).data).toHaveLength(1);
  });

  test('a decline says why and leaves the session open for another card', async () => {
    const session = await create();
    const declined = await payOnPage(session, '4000000000009995');
    expect(declined.status).toBe(402);
    expect(declined.page).toContain('Your card has insufficient funds. Try another card.');
    expect(declined.page).not.toContain('4000000000009995');
    const after = await sandbox.stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
    expect(after).toMatchObject({ status: 'open', payment_intent: { status: 'requires_payment_method' } });
    expect((await payOnPage(session, '5555555555554444')).status).toBe(303);
  });

  test('mistakes are shown beside their fields, all at once, and nothing is charged', async () => {
    const session = await create();
    const response = await fetch(session.url ?? '', {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({
        attempt: 'mistakes1',
        number: '4242424242424241',
        expiry: '01/20',
        cvc: '1',
        email: 'jenny',
        name: '',
      }),
    });
    expect(response.status).toBe(422);
    expect(Object.keys(((await response.json()) as { errors: object }).errors).sort()).toEqual([
      'cvc',
      'email',
      'expiry',
      'name',
      'number',
    ]);
    const real = await payOnPage(session, '4111111111111111');
    expect(real.page).toContain('only test cards work here');
    expect((await sandbox.stripe.checkout.sessions.retrieve(session.id)).payment_intent).toBeNull();
  });

  test('its PaymentIntent can be neither confirmed nor cancelled past the session', async () => {
    const session = await create();
    await payOnPage(session, '4000000000000002');
    const id = String((await sandbox.stripe.checkout.sessions.retrieve(session.id)).payment_intent);
    const { paymentIntents } = sandbox.stripe;
    const confirm = paymentIntents.confirm(id, { payment_method: 'pm_card_visa', return_url: 'https://shop.example' });
    expect(await errorOf(confirm)).toMatchObject({ statusCode: 400 });
    expect(await errorOf(paymentIntents.cancel(id))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('Expire the Checkout Session'),
    });
  });
});

describe('expiring', () => {
  test('on request; the payment is cancelled and the page is closed', async () => {
    const session = await create();
    await payOnPage(session, '4000000000000002');
    const expired = await sandbox.stripe.checkout.sessions.expire(session.id);
    expect(expired).toMatchObject({ status: 'expired', payment_status: 'unpaid', url: null });
    expect(await sandbox.stripe.paymentIntents.retrieve(String(expired.payment_intent))).toMatchObject({
      status: 'canceled',
    });
    expect((await payOnPage(session, '4242424242424242')).page).toContain('This checkout has expired');
    expect(await errorOf(sandbox.stripe.checkout.sessions.expire(session.id))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('Only Checkout Sessions with a status in ["open"] can be expired'),
    });
  });

  test('a paid session does not expire', async () => {
    const session = await create();
    await payOnPage(session, '4242424242424242');
    expect(await errorOf(sandbox.stripe.checkout.sessions.expire(session.id))).toMatchObject({ statusCode: 400 });
  });

  test('by the timer, and the merchant gets the event', async () => {
    const session = await create({ expires_at: nowSeconds() + 30 * 60 });
    await sandbox.advance(31 * 60);
    await until(
      () =>
        endpoint
          .ofType('checkout.session.expired')
          .some(one => (one.event.data.object as Stripe.Checkout.Session).id === session.id),
      { describe: 'the merchant gets the event' },
    );
    expect(await sandbox.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: 'expired' });
    expect((await fetch(session.url ?? '')).status).toBe(410);
  });

  test('a hold that nobody captures lapses after seven days', async () => {
    const session = await create({ payment_intent_data: { capture_method: 'manual' } });
    await payOnPage(session, '4242424242424242');
    const { payment_intent } = await sandbox.stripe.checkout.sessions.retrieve(session.id);
    await sandbox.advance(7 * 24 * 60 * 60 + 1);
    const canceled = await until(
      async () => {
        const intent = await sandbox.stripe.paymentIntents.retrieve(String(payment_intent));
        return intent.status === 'canceled' && intent;
      },
      { describe: 'the hold lapses' },
    );
    expect(canceled).toMatchObject({ cancellation_reason: 'automatic', amount_capturable: 0 });
  });
});

test.each([
  [{ line_items: [] }, 'line_items'],
  [{ success_url: 'shop.example' }, 'success_url'],
  [{ mode: 'subscription' as const }, 'mode'],
  [{ expires_at: 1 }, 'expires_at'],
  [{ expires_at: 9_999_999_999 }, 'expires_at'],
  [
    {
      line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 10, product_data: { name: 'Button' } } }],
    },
    'line_items',
  ],
  [
    { line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 1000, product_data: { name: '' } } }] },
    'line_items[0][price_data][product_data][name]',
  ],
  [{ phone_number_collection: { enabled: true } }, 'phone_number_collection'],
])('%j is refused', async (more, param) => {
  expect(await errorOf(create(more))).toMatchObject({ statusCode: 400, type: 'StripeInvalidRequestError', param });
});
