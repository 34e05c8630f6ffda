import { declineBody, missing } from '../errors.ts';
import type { Cause } from '../events.ts';
import type { Parameters } from '../http/parameters.ts';
import type { Ledger } from '../ledger.ts';
import type { Page } from '../record-table.ts';
import type { Decline, Intent, Metadata, Shipping } from '../state/records.ts';
import { paymentMethodObject } from '../wire/payment-method.ts';

/** One API request on its way through a handler, inside a transaction. */
export interface Call {
  /** The last part of the path in routes that name an object. */
  id: string;
  path: string;
  parameters: Parameters;
  ledger: Ledger;
  cause: Cause;
}

export interface Answer {
  status: number;
  body: object;
}

export type Handler = (call: Call) => Answer;

export const ok = (body: object): Answer => ({ status: 200, body });

/** The object with this id, or Stripe's 404. */
export function found<Item>(item: Item | undefined, kind: string, id: string, param: string): Item {
  if (item === undefined) throw missing(kind, id, param);
  return item;
}

/** A refused card: HTTP 402 with the PaymentIntent inside (https://docs.stripe.com/error-handling#payment-errors). */
export function declined(decline: Decline, intent: Intent, ledger: Ledger): Answer {
  const method = intent.lastError && ledger.store.methods.get(intent.lastError.methodId);
  const error = {
    ...declineBody(decline),
    ...(intent.lastError?.chargeId ? { charge: intent.lastError.chargeId } : {}),
    payment_intent: ledger.intent(intent),
    ...(method ? { payment_method: paymentMethodObject(method) } : {}),
  };
  return { status: decline.type === 'card_error' ? 402 : 400, body: { error } };
}

/** `limit`, cursors and `created` of a list request (https://docs.stripe.com/api/pagination). */
export function readPage(parameters: Parameters, where: Page['where']): Page {
  const created = parameters.isObject('created') ? parameters.object('created') : undefined;
  const bounds = { min: 0, max: Number.MAX_SAFE_INTEGER };
  const exactly = created ? undefined : parameters.integer('created', bounds);
  const read = (name: 'gt' | 'gte' | 'lt' | 'lte') =>
    created?.integer(name, bounds) ?? (name === 'gte' || name === 'lte' ? exactly : undefined);
  const page = {
    limit: parameters.integer('limit', { min: 1, max: 100 }) ?? 10,
    startingAfter: parameters.text('starting_after'),
    endingBefore: parameters.text('ending_before'),
    where,
  };
  const limits = Object.entries({ gt: read('gt'), gte: read('gte'), lt: read('lt'), lte: read('lte') }).filter(
    ([, value]) => value !== undefined,
  );
  return { ...page, created: Object.fromEntries(limits) };
}

/**
 * New metadata over old: an empty value removes a key, empty metadata removes all
 * (https://docs.stripe.com/api/metadata).
 */
export function mergeMetadata(before: Metadata, given: Metadata | undefined): Metadata {
  if (given === undefined) return before;
  if (Object.keys(given).length === 0) return {};
  return Object.fromEntries(Object.entries({ ...before, ...given }).filter(([, value]) => value !== ''));
}

export function readShipping(parameters: Parameters): Shipping | null {
  const shipping = parameters.object('shipping');
  if (!shipping) return null;
  const address = shipping.required('address', shipping.object('address'));
  return {
    name: shipping.required('name', shipping.text('name')),
    phone: shipping.text('phone') ?? null,
    line1: address.text('line1') ?? null,
    line2: address.text('line2') ?? null,
    city: address.text('city') ?? null,
    state: address.text('state') ?? null,
    postalCode: address.text('postal_code') ?? null,
    country: address.text('country') ?? null,
  };
}
