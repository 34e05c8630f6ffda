import { expect } from '@jest/globals';
import { checkoutWorkflow, connectTo, plan, request } from '../checkout-workflow.ts';
import { pactBetween } from '../consumer.ts';
import { AT, usd, uuidOf } from '../examples.ts';
import { type Example, exactly, fromState } from '../matchers.ts';

const { httpInteraction } = pactBetween('checkout', 'payments');
const flow = checkoutWorkflow('payments');
const path = (orderId: string) => `/internal/payments/${orderId}`;
const redirectUrl = 'https://pay.example/cs_1';

/** A payment request; its expiry comes from the provider state, as verification runs on another day. */
function wanted(orderId: string, also: Record<string, Example> = {}) {
  const body = {
    amount: usd(701),
    email: request.email,
    orderNumber: 'C-10042',
    returnUrl: request.returnUrl,
    cancelUrl: 'http://shop.example/cart',
    expiresAt: fromState('expiresAt', AT),
    lines: [{ title: 'Bananas', quantity: 2, unitPrice: usd(101) }],
    ...also,
  };
  return {
    given: { state: 'an order waits for its payment' as const },
    request: { method: 'PUT' as const, path: path(orderId), body },
  };
}
const card = (token: string) => ({ paymentMethod: exactly(token) });

function pay(baseUrl: string, orderId: string, paymentMethod?: string) {
  const reservedUntil = new Date(Date.now() + 45 * 60_000).toISOString();
  const ordered = { step: 'ordered', plan, reservedUntil, orderNumber: 'C-10042' } as const;
  return flow.runStep(baseUrl, ordered, { orderId, ...(paymentMethod === undefined ? {} : { paymentMethod }) });
}

httpInteraction(
  'for a payment with a card',
  { ...wanted(uuidOf(1), card('pm_card_visa')), response: { status: 200, body: { status: exactly('authorized') } } },
  async baseUrl => {
    expect(await pay(baseUrl, uuidOf(1), 'pm_card_visa')).toEqual({ kind: 'authorized' });
  },
);

httpInteraction(
  'for a payment with a card that is declined',
  {
    ...wanted(uuidOf(2), card('pm_card_visa_chargeDeclinedInsufficientFunds')),
    response: {
      status: 402,
      body: { declineCode: 'insufficient_funds', detail: 'The card has too little money left.' },
    },
  },
  async baseUrl => {
    const result = await pay(baseUrl, uuidOf(2), 'pm_card_visa_chargeDeclinedInsufficientFunds');
    expect(result).toEqual({
      kind: 'declined',
      declineCode: 'insufficient_funds',
      detail: 'The card has too little money left.',
    });
  },
);

httpInteraction(
  'for a payment with a card that asks its holder',
  {
    ...wanted(uuidOf(3), card('pm_card_threeDSecure2Required')),
    response: { status: 200, body: { status: exactly('requires_action'), redirectUrl } },
  },
  async baseUrl => {
    const result = await pay(baseUrl, uuidOf(3), 'pm_card_threeDSecure2Required');
    expect(result).toEqual({ kind: 'awaiting', payment: 'requires_action', redirectUrl });
  },
);

httpInteraction(
  'for a payment on the hosted page',
  { ...wanted(uuidOf(4)), response: { status: 200, body: { status: exactly('pending'), redirectUrl } } },
  async baseUrl => {
    expect(await pay(baseUrl, uuidOf(4))).toEqual({ kind: 'awaiting', payment: 'pending', redirectUrl });
  },
);

httpInteraction(
  'to cancel a payment',
  {
    given: { state: 'a payment is authorized', params: { orderId: uuidOf(5) } },
    request: { method: 'POST', path: `${path(uuidOf(5))}/cancellation` },
    response: { status: 200 },
  },
  async baseUrl => {
    const compensating = { step: 'compensating', lastStep: 'ordered', ending: { as: 'declined' } } as const;
    expect(await flow.runStep(baseUrl, compensating, { orderId: uuidOf(5) })).toEqual({ kind: 'compensated' });
  },
);

httpInteraction(
  'how the payment of an order stands',
  {
    given: { state: 'a payment is authorized', params: { orderId: uuidOf(6) } },
    request: { method: 'GET', path: path(uuidOf(6)) },
    response: { status: 200, body: { status: exactly('authorized') } },
  },
  async baseUrl => {
    const tooLate = { step: 'ordered', plan, reservedUntil: AT, orderNumber: 'C-10042' } as const;
    const paid = { ...tooLate, orderIsPaid: true } as const;
    expect(await flow.runStep(baseUrl, paid, { orderId: uuidOf(6) })).toEqual({ kind: 'authorized' });
  },
);

httpInteraction(
  'how a payment stands that nobody asked for',
  { request: { method: 'GET', path: path(uuidOf(404)) }, response: { status: 404 } },
  async baseUrl => {
    expect((await connectTo(baseUrl).payments.getPaymentOfOrder({ path: { orderId: uuidOf(404) } })).status).toBe(404);
  },
);
