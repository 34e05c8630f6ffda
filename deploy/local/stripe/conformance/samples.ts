import { until } from '../../../../services/platform/testing/until.ts';
import type { Endpoint, RunningSandbox } from '../testing/sandbox.ts';
import { RETURN_URL } from '../testing/sandbox.ts';

/** One answer of the sandbox and the name of Stripe's schema for it. */
export interface Sample {
  what: string;
  schema: string;
  value: unknown;
}

type Json = Record<string, unknown>;

/** Drives the sandbox through everything it can say, and collects its answers as they are on the wire. */
export async function collectSamples(sandbox: RunningSandbox, endpoint: Endpoint): Promise<Sample[]> {
  const samples: Sample[] = [];
  const call = async (
    what: string,
    schema: string,
    path: string,
    parameters?: Record<string, string>,
  ): Promise<Json> => {
    const response = await fetch(`${sandbox.url}/v1/${path}`, {
      headers: { authorization: 'Bearer sk_test_conformance' },
      ...(parameters ? { method: 'POST', body: new URLSearchParams(parameters) } : {}),
    });
    const value = (await response.json()) as Json;
    samples.push({ what, schema, value: schema === 'api_errors' ? value.error : value });
    return value;
  };
  const pay = (card: string, more: Record<string, string> = {}) => ({
    amount: '2500',
    currency: 'usd',
    confirm: 'true',
    payment_method: card,
    return_url: RETURN_URL,
    'metadata[order]': 'o-1',
    ...more,
  });
  const shipping = {
    'shipping[name]': 'Jenny Rosen',
    'shipping[address][line1]': '1 Main St',
    'shipping[address][country]': 'US',
  };

  const paid = await call('a payment, everything expanded', 'payment_intent', 'payment_intents', {
    ...pay('pm_card_visa', shipping),
    'expand[0]': 'latest_charge.balance_transaction',
    'expand[1]': 'latest_charge.refunds',
    'expand[2]': 'payment_method',
    'allowed_payment_method_types[0]': 'card',
  });
  await call('a payment to be made', 'payment_intent', 'payment_intents', {
    amount: '1000',
    currency: 'eur',
    description: 'Mugs',
  });
  const held = await call(
    'a held payment',
    'payment_intent',
    'payment_intents',
    pay('pm_card_amex', { capture_method: 'manual' }),
  );
  await call('its charge', 'charge', `charges/${held.latest_charge}`);
  await call('captured in part', 'payment_intent', `payment_intents/${held.id}/capture`, { amount_to_capture: '1000' });
  await call('its charge', 'charge', `charges/${held.latest_charge}?expand[]=refunds`);
  const asked = await call('3D Secure', 'payment_intent', 'payment_intents', pay('pm_card_authenticationRequired'));
  const embedded = {
    'automatic_payment_methods[enabled]': 'true',
    'automatic_payment_methods[allow_redirects]': 'never',
  };
  const { return_url: _none, ...inPage } = pay('pm_card_authenticationRequired', embedded);
  await call('3D Secure without redirect', 'payment_intent', 'payment_intents', inPage);
  await approve(asked);
  const authenticated = await call('after 3D Secure', 'payment_intent', `payment_intents/${asked.id}`);
  await call('its charge', 'charge', `charges/${authenticated.latest_charge}`);
  const given = await call(
    'given up',
    'payment_intent',
    'payment_intents',
    pay('pm_card_visa', { capture_method: 'manual' }),
  );
  await call('given up', 'payment_intent', `payment_intents/${given.id}/cancel`, { cancellation_reason: 'abandoned' });
  await call('a list of payments', 'list:payment_intent', 'payment_intents?limit=100');

  for (const card of [
    'pm_card_visa_chargeDeclinedInsufficientFunds',
    'pm_card_chargeDeclinedExpiredCard',
    'pm_card_radarBlock',
  ]) {
    const refused = (await call(card, 'api_errors', 'payment_intents', pay(card))).error as Json;
    await call(card, 'charge', `charges/${refused.charge}`);
  }
  await call('a missing parameter', 'api_errors', 'payment_intents', { currency: 'usd' });
  await call('a missing object', 'api_errors', 'payment_intents/pi_unknown');
  await call('a wrong state', 'api_errors', `payment_intents/${paid.id}/cancel`, {});

  const refund = await call('a refund', 'refund', 'refunds', {
    payment_intent: String(paid.id),
    amount: '700',
    reason: 'requested_by_customer',
  });
  await call('its balance', 'balance_transaction', `balance_transactions/${refund.balance_transaction}`);
  await call('refunded too much', 'api_errors', 'refunds', { payment_intent: String(paid.id), amount: '9000' });
  const disputed = await call(
    'pm_card_createDispute',
    'payment_intent',
    'payment_intents',
    pay('pm_card_createDispute'),
  );
  for (const card of ['pm_card_pendingRefund', 'pm_card_refundFail']) {
    const { id } = await call(card, 'payment_intent', 'payment_intents', pay(card));
    await call(card, 'refund', 'refunds', { payment_intent: String(id) });
  }
  await call('a card', 'payment_method', 'payment_methods', {
    type: 'card',
    'card[number]': '5555555555554444',
    'card[exp_month]': '12',
    'card[exp_year]': '2040',
    'card[cvc]': '123',
    'billing_details[name]': 'Jenny Rosen',
  });

  const session = await call('a checkout', 'checkout.session', 'checkout/sessions', {
    mode: 'payment',
    success_url: 'https://shop.example/paid',
    cancel_url: 'https://shop.example/cart',
    client_reference_id: 'o-1',
    customer_email: 'jenny@example.com',
    locale: 'de',
    'line_items[0][quantity]': '2',
    'line_items[0][price_data][currency]': 'eur',
    'line_items[0][price_data][unit_amount]': '1990',
    'line_items[0][price_data][product_data][name]': 'Linen shirt',
    'expand[0]': 'line_items',
  });
  await call('its lines', 'list:item', `checkout/sessions/${session.id}/line_items`);
  await fetch(String(session.url), {
    method: 'POST',
    body: new URLSearchParams({
      attempt: 'conformance',
      name: 'Jenny',
      number: '4242424242424242',
      expiry: '12/40',
      cvc: '123',
    }),
    redirect: 'manual',
  });
  await call('a paid checkout', 'checkout.session', `checkout/sessions/${session.id}?expand[]=payment_intent`);
  await call('checkouts', 'list:checkout.session', 'checkout/sessions');
  await sandbox.advance(10);
  await until(() => endpoint.ofType('refund.failed').length > 0, { describe: 'the refund fails' });
  await until(() => endpoint.ofType('charge.dispute.created').length > 0, {
    describe: 'the charge is disputed',
  });
  await call('its charge', 'charge', `charges/${disputed.latest_charge}`);
  const listed = await call('disputes', 'list:dispute', `disputes?payment_intent=${disputed.id}`);
  const [dispute] = listed.data as Json[];
  await call('a dispute', 'dispute', `disputes/${dispute?.id}`);
  await call('a refund of it', 'api_errors', 'refunds', { payment_intent: String(disputed.id) });
  await sandbox.control('disputes/close', { dispute: dispute?.id, outcome: 'won' });
  await until(() => endpoint.ofType('charge.dispute.funds_reinstated').length > 0, { describe: 'the dispute is won' });
  await call('events', 'list:event', 'events?limit=100');
  for (const { payload } of endpoint.received) {
    const event = JSON.parse(payload);
    samples.push({ what: `event ${event.type}`, schema: 'event', value: event });
    samples.push({ what: `object of ${event.type}`, schema: event.data.object.object, value: event.data.object });
  }
  return samples;
}

async function approve(intent: Json): Promise<void> {
  const action = intent.next_action as { redirect_to_url: { url: string } };
  await fetch(action.redirect_to_url.url, {
    method: 'POST',
    body: new URLSearchParams({ answer: 'approve' }),
    redirect: 'manual',
  });
}
