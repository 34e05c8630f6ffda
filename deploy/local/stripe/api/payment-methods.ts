import { ApiError, invalidParameter } from '../errors.ts';
import type { Parameters } from '../http/parameters.ts';
import { newId } from '../ids.ts';
import type { Ledger } from '../ledger.ts';
import { cardByNumber, cardByToken, notATestCard, passesLuhn } from '../state/cards.ts';
import type { BillingDetails, Metadata, PaymentMethod } from '../state/records.ts';
import { paymentMethodObject } from '../wire/payment-method.ts';
import { type Call, found, mergeMetadata, ok } from './call.ts';

export interface CardFields {
  number: string;
  expMonth: number;
  expYear: number;
  cvc: string | undefined;
}

export interface CardProblem {
  param: 'number' | 'exp_month' | 'exp_year' | 'cvc';
  code: string;
  message: string;
}

/**
 * The error of a card before any request to a bank, in Stripe's words (https://docs.stripe.com/testing#invalid-data).
 */
export function cardProblems(card: CardFields, nowSeconds: number): CardProblem[] {
  const now = new Date(nowSeconds * 1000);
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth() + 1;
  const problems: CardProblem[] = [];
  if (!passesLuhn(card.number))
    problems.push({ param: 'number', code: 'incorrect_number', message: 'Your card number is incorrect.' });
  if (!(card.expMonth >= 1 && card.expMonth <= 12)) {
    problems.push({
      param: 'exp_month',
      code: 'invalid_expiry_month',
      message: "Your card's expiration month is invalid.",
    });
  } else if (card.expYear < year || card.expYear > year + 50) {
    problems.push({
      param: 'exp_year',
      code: 'invalid_expiry_year',
      message: "Your card's expiration year is invalid.",
    });
  } else if (card.expYear === year && card.expMonth < month) {
    problems.push({
      param: 'exp_month',
      code: 'invalid_expiry_month',
      message: "Your card's expiration date is in the past.",
    });
  }
  const cvcLength = cardByNumber(card.number)?.brand === 'amex' ? /^\d{3,4}$/ : /^\d{3}$/;
  if (card.cvc !== undefined && !cvcLength.test(card.cvc)) {
    problems.push({ param: 'cvc', code: 'invalid_cvc', message: "Your card's security code is invalid." });
  }
  return problems;
}

/**
 * The PaymentMethod named by `payment_method`, a stored one or a new one for a `pm_card_…` name; undefined when the
 * parameter is absent.
 */
export function readPaymentMethod(parameters: Parameters, ledger: Ledger): PaymentMethod | undefined {
  const id = parameters.text('payment_method');
  if (id === undefined) return undefined;
  const card = cardByToken(id);
  if (card) return namedMethod(card.number, ledger);
  return found(ledger.store.methods.get(id), 'PaymentMethod', id, 'payment_method');
}

/** Test names stand for a card with a CVC that expires next year (https://docs.stripe.com/testing). */
function namedMethod(cardNumber: string, ledger: Ledger): PaymentMethod {
  const now = ledger.clock.now();
  return {
    id: newId.paymentMethod(),
    created: now,
    cardNumber,
    expMonth: new Date(now * 1000).getUTCMonth() + 1,
    expYear: new Date(now * 1000).getUTCFullYear() + 1,
    cvcGiven: true,
    billing: { name: null, email: null, country: null, postalCode: null },
    metadata: {},
  };
}

/** A PaymentMethod from checked card fields. Throws for a card that is not one of Stripe's test cards. */
export function newMethod(card: CardFields, billing: BillingDetails, metadata: Metadata, now: number): PaymentMethod {
  if (!cardByNumber(card.number)) {
    const { type, code, declineCode, message } = notATestCard;
    throw new ApiError(402, { type, code, ...(declineCode ? { decline_code: declineCode } : {}), message });
  }
  return {
    id: newId.paymentMethod(),
    created: now,
    cardNumber: card.number,
    expMonth: card.expMonth,
    expYear: card.expYear,
    cvcGiven: card.cvc !== undefined,
    billing,
    metadata,
  };
}

/** `POST /v1/payment_methods`: a card by number (test numbers only) or by `tok_…` name. */
export function createPaymentMethod({ parameters, ledger }: Call) {
  parameters.required('type', parameters.oneOf('type', ['card']));
  const card = parameters.required('card', parameters.object('card'));
  const token = card.text('token');
  const fields = token === undefined ? readCard(card) : undefined;
  const billing = readBilling(parameters.object('billing_details'));
  const metadata = mergeMetadata({}, parameters.metadata());
  parameters.finish();
  const now = ledger.clock.now();
  if (token !== undefined) {
    const named = cardByToken(`pm_card_${token.replace(/^tok_/, '')}`);
    if (!named) throw invalidParameter('card[token]', `No such token: '${token}'`, 'resource_missing');
    const method = { ...namedMethod(named.number, ledger), billing, metadata };
    ledger.store.methods.put(method);
    return ok(paymentMethodObject(method));
  }
  const given = card.required('number', fields);
  const [problem] = cardProblems(given, now);
  if (problem) throw new ApiError(402, { type: 'card_error', ...problem });
  const method = newMethod(given, billing, metadata, now);
  ledger.store.methods.put(method);
  return ok(paymentMethodObject(method));
}

function readCard(card: Parameters): CardFields {
  const year = card.required('exp_year', card.integer('exp_year', { min: 0, max: 9999 }));
  return {
    number: card.required('number', card.text('number')).replaceAll(/[\s-]/g, ''),
    expMonth: card.required('exp_month', card.integer('exp_month', { min: 0, max: 99 })),
    expYear: year < 100 ? 2000 + year : year,
    cvc: card.text('cvc'),
  };
}

function readBilling(billing: Parameters | undefined): BillingDetails {
  const address = billing?.object('address');
  return {
    name: billing?.text('name') ?? null,
    email: billing?.text('email') ?? null,
    country: address?.text('country') ?? null,
    postalCode: address?.text('postal_code') ?? null,
  };
}

export function retrievePaymentMethod({ id, parameters, ledger }: Call) {
  parameters.finish();
  return ok(paymentMethodObject(found(ledger.store.methods.get(id), 'PaymentMethod', id, 'payment_method')));
}
