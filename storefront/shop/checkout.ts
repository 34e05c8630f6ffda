import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCheckoutClient } from '../../generated/checkout/client.ts';
import type { Checkout, CheckoutRequest } from '../../generated/checkout/types.ts';
import type { Cart } from './cart.ts';
import type { Delivery } from './delivery.ts';
import { asked, type Down, gateway } from './gateway.ts';
import { currentVisit } from './visit.ts';

export type { Checkout };

/** What came of pressing Pay. */
export type Outcome =
  | { came: 'order'; checkout: Checkout; isReplay: boolean }
  /** Old prices in minor units by sku. */
  | { came: 'price_changed'; before: Record<string, number> }
  | { came: 'short' | 'gone' | 'expired' | 'no_cart' | 'method' | 'busy' | 'too_large' | 'refused' }
  | { came: 'declined'; declineCode: string | undefined }
  | { came: 'address'; path: string | undefined }
  | { came: 'down'; retryAfter: number };

/** How long the same purchase, sent twice, waits for the first to be answered. */
const WAITS = 20;
const WAIT_MS = 500;

/** What the shopper saw when Pay was pressed: skus, quantities and prices, in one short text. */
export const digestOf = (cart: Cart): string =>
  cart.lines.map(({ sku, quantity, unitPrice }) => `${sku}:${quantity}:${unitPrice.amount}`).join(',');

/** The prices in a digest, minor units by sku. */
export function pricesIn(digest: string): Record<string, number> {
  const parts = digest.split(',').map(part => part.split(':'));
  return Object.fromEntries(
    parts.flatMap(([sku, , amount]) => (sku && /^\d+$/.test(amount ?? '') ? [[sku, Number(amount)]] : [])),
  );
}

/**
 * The Idempotency-Key of a purchase: the same cart as it was shown, the same address, the same attempt give the same
 * key, whichever tab they come from and however often Pay is pressed. `attempt` changes once an attempt has ended
 * without an order.
 */
export function keyOf(attempt: string, shown: string, request: CheckoutRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([attempt, shown, request]))
    .digest('base64url');
}

export function requestOf(cartId: string, delivery: Delivery, returnUrl: string | undefined): CheckoutRequest {
  const { email, phone, name, line1, line2, city, region, postalCode, country, method } = delivery;
  return {
    cartId,
    email,
    shippingMethod: method,
    ...(phone === '' ? {} : { phone }),
    shippingAddress: {
      name,
      line1,
      ...(line2 === '' ? {} : { line2 }),
      city,
      ...(region === '' ? {} : { region }),
      postalCode,
      country,
    },
    ...(returnUrl === undefined ? {} : { returnUrl }),
  };
}

/** Buys what is in the cart. Sent twice it is one purchase: the second waits for the answer of the first. */
export async function buy(key: string, request: CheckoutRequest): Promise<Outcome> {
  const session = currentVisit().cookies.get('__Host-session');
  const options = {
    ...gateway(),
    ...(session === undefined ? {} : { headers: () => ({ cookie: `__Host-session=${session}` }) }),
  };
  for (let waited = 0; waited < WAITS; waited += 1) {
    const answer = await asked(
      createCheckoutClient(options).createCheckout({ headers: { 'idempotency-key': key }, body: request }),
    );
    if (answer.status !== 409 || answer.body.code !== 'in_progress') return outcomeOf(answer);
    await sleep(WAIT_MS);
  }
  return { came: 'busy' };
}

type Answer = Awaited<ReturnType<ReturnType<typeof createCheckoutClient>['createCheckout']>> | Down;

const unfit: Readonly<Record<string, 'method' | 'no_cart' | 'too_large'>> = {
  unknown_shipping_method: 'method',
  empty_cart: 'no_cart',
  total_too_large: 'too_large',
};

function outcomeOf(answer: Answer): Outcome {
  switch (answer.status) {
    case 201:
      return { came: 'order', checkout: answer.body, isReplay: answer.headers?.['idempotent-replayed'] === 'true' };
    case 400:
      return { came: 'address', path: answer.body.errors?.[0]?.path };
    case 402:
      return { came: 'declined', declineCode: answer.body.declineCode };
    case 404:
      return { came: 'no_cart' };
    case 409:
      return refusalOf(answer.body);
    case 422:
      return { came: unfit[answer.body.code ?? ''] ?? 'refused' };
    case 503:
      return { came: 'down', retryAfter: answer.retryAfter };
  }
}

function refusalOf({ code, changes = [] }: (Answer & { status: 409 })['body']): Outcome {
  if (code === 'price_changed')
    return {
      came: 'price_changed',
      before: Object.fromEntries(changes.map(({ sku, oldPrice }) => [sku, oldPrice.amount])),
    };
  if (code === 'not_enough_stock') return { came: 'short' };
  return { came: code === 'not_for_sale' ? 'gone' : 'expired' };
}

/** How far a checkout has come; undefined when there is none that this token opens. */
export async function findCheckout(id: string, token: string): Promise<Checkout | undefined | Down> {
  const options = { ...gateway(), headers: () => ({ 'x-order-token': token }) };
  const answer = await asked(createCheckoutClient(options).getCheckout({ path: { checkoutId: id } }));
  if (answer.status === 200) return answer.body;
  return answer.status === 503 ? answer : undefined;
}

/**
 * Gives up a purchase that is not paid: once it says 'cancelled' nothing is held for it and nobody can pay it any more.
 * 'paid' and 'busy' (Pay was pressed this very moment) change nothing. Twice is once.
 */
export async function giveUp(id: string, token: string): Promise<'cancelled' | 'paid' | 'busy' | Down> {
  const options = { ...gateway(), headers: () => ({ 'x-order-token': token }) };
  const answer = await asked(createCheckoutClient(options).cancelCheckout({ path: { checkoutId: id } }));
  if (answer.status === 503) return answer;
  if (answer.status === 409) return answer.body.code === 'already_paid' ? 'paid' : 'busy';
  return 'cancelled'; // or there is no such checkout (any more)
}
