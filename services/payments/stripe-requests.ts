import type Stripe from 'stripe';
import { z } from 'zod';
import { truncate } from '../platform/truncate.ts';
import { fitLines } from './payment-lines.ts';
import type { PaymentToCreate } from './provider.ts';

/**
 * Hosted pages may last from 30 minutes to 24 hours (https://docs.stripe.com/api/checkout/sessions/create, expires_at).
 */
const MIN_PAGE_MS = 30 * 60_000;
/** Line items of one payment (the same page, line_items). */
const MAX_LINE_ITEMS = 100;
const MAX_NAME = 250;

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** A request, stored before it is sent. */
export const storedRequest = z.discriminatedUnion('make', [
  z.object({ make: z.literal('payment_intent'), params: z.custom<Stripe.PaymentIntentCreateParams>(isObject) }),
  z.object({ make: z.literal('checkout_session'), params: z.custom<Stripe.Checkout.SessionCreateParams>(isObject) }),
]);

export type StripeRequest = z.output<typeof storedRequest>;

/** The authorization of a card, or the hosted page if the request names none. */
export function requestOf(payment: PaymentToCreate, now: Date): StripeRequest {
  const { paymentMethod } = payment.request;
  return paymentMethod === undefined
    ? { make: 'checkout_session', params: sessionOf(payment, now) }
    : { make: 'payment_intent', params: intentOf(payment, paymentMethod) };
}

/**
 * Whether Stripe accepts an e-mail address: ASCII, and a dot-atom before the `@` (RFC 5322, section 3.4.1). Without one
 * the hosted page asks for it; the shop itself sends mail to every address.
 */
function isPlainEmail(email: string): boolean {
  return /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(email);
}

function intentOf(
  { paymentId, orderId, request }: PaymentToCreate,
  paymentMethod: string,
): Stripe.PaymentIntentCreateParams {
  return {
    amount: request.amount.amount,
    currency: request.amount.currency.toLowerCase(),
    payment_method: paymentMethod,
    confirm: true,
    expand: ['latest_charge'],
    capture_method: 'manual',
    return_url: request.returnUrl,
    ...(isPlainEmail(request.email) ? { receipt_email: request.email } : {}),
    metadata: { paymentId, orderId },
    allowed_payment_method_types: ['card'],
    description: `Order ${request.orderNumber ?? orderId}`,
  };
}

function sessionOf({ paymentId, orderId, request }: PaymentToCreate, now: Date): Stripe.Checkout.SessionCreateParams {
  const { amount, email, returnUrl, cancelUrl, orderNumber, expiresAt } = request;
  const currency = amount.currency.toLowerCase();
  const description = `Order ${orderNumber ?? orderId}`;
  const metadata = { paymentId, orderId };
  const shown = request.lines ?? [];
  const sum = shown.reduce((total, { quantity, unitPrice }) => total + quantity * unitPrice.amount, 0);
  // The shopper pays the sum of the page's lines, so lines with another sum are not shown.
  const lines = sum === amount.amount ? shown : [{ title: description, quantity: 1, unitPrice: amount }];
  return {
    mode: 'payment',
    ...(isPlainEmail(email) ? { customer_email: email } : {}),
    client_reference_id: orderId,
    success_url: returnUrl,
    cancel_url: cancelUrl ?? returnUrl,
    metadata,
    allowed_payment_method_types: ['card'],
    payment_intent_data: { capture_method: 'manual', metadata, description },
    expires_at: Math.ceil(Math.max(Date.parse(expiresAt), now.getTime() + MIN_PAGE_MS + 5_000) / 1000),
    line_items: fitLines(lines, MAX_LINE_ITEMS).map(({ title, quantity, unitPrice }) => ({
      quantity,
      price_data: { currency, unit_amount: unitPrice.amount, product_data: { name: productName(title) } },
    })),
  };
}

/** A product's name as Stripe accepts it: not empty, and cut between characters. */
const productName = (title: string): string => truncate(title.trim(), MAX_NAME) || 'Item';
