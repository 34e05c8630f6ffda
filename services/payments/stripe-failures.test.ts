import { expect, test } from '@jest/globals';
import { classifyFailure, type StripeFailure } from './stripe-failures.ts';

const message = 'Stripe’s words';
test.each<[string, Omit<StripeFailure, 'message'>, string]>([
  ['no answer', {}, 'temporary'],
  ['another request with the key is under way', { statusCode: 409, rawType: 'idempotency_error' }, 'temporary'],
  ['too many requests', { statusCode: 429, code: 'rate_limit' }, 'temporary'],
  ['Stripe is broken', { statusCode: 500, rawType: 'api_error' }, 'temporary'],
  ['our key is wrong', { statusCode: 401 }, 'misconfigured'],
  ['our key may not', { statusCode: 403 }, 'misconfigured'],
  ['other parameters under a key', { statusCode: 400, rawType: 'idempotency_error' }, 'misconfigured'],
  ['a parameter that we made up', { statusCode: 400, code: 'parameter_unknown', param: 'colour' }, 'misconfigured'],
  ['a payment of another account', { statusCode: 404, code: 'resource_missing', param: 'intent' }, 'misconfigured'],
  ['a card that nobody knows', { statusCode: 404, code: 'resource_missing', param: 'payment_method' }, 'refused'],
  ['an e-mail address', { statusCode: 400, code: 'email_invalid', param: 'receipt_email' }, 'refused'],
  ['too much', { statusCode: 400, rawType: 'invalid_request_error', param: 'amount' }, 'refused'],
  ['a disputed charge', { statusCode: 400, code: 'charge_disputed' }, 'refused'],
  ['a decline', { statusCode: 402, code: 'card_declined', declineCode: 'insufficient_funds' }, 'refused'],
])('%s', (_what, error, kind) => {
  expect(classifyFailure({ ...error, message })).toMatchObject({ kind, message });
});

test('a refusal has the most exact code', () => {
  const decline = { statusCode: 402, code: 'card_declined', declineCode: 'lost_card', message };
  expect(classifyFailure(decline)).toEqual({ kind: 'refused', code: 'lost_card', message });
});
