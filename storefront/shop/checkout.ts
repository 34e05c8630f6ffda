import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createCheckoutClient } from '../../generated/checkout/client.ts';
import type { Checkout, CheckoutRequest } from '../../generated/checkout/types.ts';
import type { Cart } from './cart.ts';
import type { Delivery } from './delivery.ts';
import { gateway, orUnavailable, type ServiceUnavailable } from './gateway.ts';
import { sessionHeaders } from './session.ts';

export type { Checkout };

/** The result of pressing Pay. */
export type CheckoutOutcome =
  | { kind: 'order'; checkout: Checkout; isReplay: boolean }
  /** Old prices in minor units by sku. */
  | { kind: 'price_changed'; before: Record<string, number> }
  | {
      kind:
        | 'short'
        | 'gone'
        | 'expired'
        | 'no_cart'
        | 'method'
        | 'busy'
        | 'too_large'
        | 'other_currency'
        | 'unpaid_orders'
        | 'refused';
    }
  | { kind: 'declined'; declineCode: string | undefined }
  | { kind: 'address'; path: string | undefined }
  | { kind: 'down'; retryAfter: number };

/** How often, and how long between, a request waits while another with the same key is in progress. */
const MAX_WAITS = 20;
const WAIT_MS = 500;

/** The cart as the shopper saw it when Pay was pressed: SKUs, quantities and prices in one short text. */
export const cartDigest = (cart: Cart): string =>
  cart.lines.map(({ sku, quantity, unitPrice }) => `${sku}:${quantity}:${unitPrice.amount}`).join(',');

/** The prices in a digest, minor units by sku. */
export function pricesInDigest(digest: string): Record<string, number> {
  const parts = digest.split(',').map(part => part.split(':'));
  return Object.fromEntries(
    parts.flatMap(([sku, , amount]) => (sku && /^\d+$/.test(amount ?? '') ? [[sku, Number(amount)]] : [])),
  );
}

/**
 * The Idempotency-Key of a purchase. The same cart as shown, the same address and the same attempt give the same key,
 * in every tab and however often Pay is pressed. `attempt` changes once an attempt has ended without an order.
 */
export function idempotencyKeyOf(attempt: string, shown: string, request: CheckoutRequest): string {
  return createHash('sha256')
    .update(JSON.stringify([attempt, shown, request]))
    .digest('base64url');
}

export function checkoutRequest(cartId: string, delivery: Delivery, returnUrl: string | undefined): CheckoutRequest {
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

/** Checks out the cart. A repeated request is one purchase: the second waits for the response of the first. */
export async function submitCheckout(key: string, request: CheckoutRequest): Promise<CheckoutOutcome> {
  const options = { ...gateway('checkout'), ...sessionHeaders() };
  for (let waited = 0; waited < MAX_WAITS; waited += 1) {
    const response = await orUnavailable(
      createCheckoutClient(options).createCheckout({ headers: { 'idempotency-key': key }, body: request }),
    );
    if (response.status !== 409 || response.body.code !== 'in_progress') return outcomeOf(response);
    await sleep(WAIT_MS);
  }
  return { kind: 'busy' };
}

type CheckoutResponse =
  | Awaited<ReturnType<ReturnType<typeof createCheckoutClient>['createCheckout']>>
  | ServiceUnavailable;

const unprocessable: Readonly<Record<string, 'method' | 'no_cart' | 'too_large' | 'other_currency'>> = {
  unknown_shipping_method: 'method',
  empty_cart: 'no_cart',
  total_too_large: 'too_large',
  too_many_units: 'too_large',
  other_currency: 'other_currency',
};

function outcomeOf(response: CheckoutResponse): CheckoutOutcome {
  switch (response.status) {
    case 201:
    case 202:
      return { kind: 'order', checkout: response.body, isReplay: response.headers?.['idempotent-replayed'] === 'true' };
    case 400:
      return { kind: 'address', path: response.body.errors?.[0]?.path };
    case 402:
      return { kind: 'declined', declineCode: response.body.declineCode };
    case 404:
      return { kind: 'no_cart' };
    case 409:
      return conflictOutcome(response.body);
    case 422:
      return { kind: unprocessable[response.body.code ?? ''] ?? 'refused' };
    case 503:
      return { kind: 'down', retryAfter: response.retryAfter };
  }
}

function conflictOutcome({ code, changes = [] }: (CheckoutResponse & { status: 409 })['body']): CheckoutOutcome {
  if (code === 'price_changed')
    return {
      kind: 'price_changed',
      before: Object.fromEntries(changes.map(({ sku, oldPrice }) => [sku, oldPrice.amount])),
    };
  if (code === 'not_enough_stock') return { kind: 'short' };
  if (code === 'too_many_unpaid_orders') return { kind: 'unpaid_orders' };
  return { kind: code === 'not_for_sale' ? 'gone' : 'expired' };
}

/** A checkout, by its order's token; undefined for a wrong token or an unknown checkout. */
export async function findCheckout(id: string, token: string): Promise<Checkout | undefined | ServiceUnavailable> {
  const options = { ...gateway('checkout'), headers: () => ({ 'x-order-token': token }) };
  const response = await orUnavailable(createCheckoutClient(options).getCheckout({ path: { checkoutId: id } }));
  if (response.status === 200) return response.body;
  return response.status === 503 ? response : undefined;
}

/**
 * Cancels a checkout that is not paid. After 'cancelled' no stock is reserved for it, and it cannot be paid any more.
 * 'paid' and 'busy' (a payment is in progress) change nothing. Idempotent.
 */
export async function cancelCheckout(
  id: string,
  token: string,
): Promise<'cancelled' | 'paid' | 'busy' | ServiceUnavailable> {
  const options = { ...gateway('checkout'), headers: () => ({ 'x-order-token': token }) };
  const response = await orUnavailable(createCheckoutClient(options).cancelCheckout({ path: { checkoutId: id } }));
  if (response.status === 503) return response;
  if (response.status === 409) return response.body.code === 'already_paid' ? 'paid' : 'busy';
  return 'cancelled'; // or it does not exist any more
}
