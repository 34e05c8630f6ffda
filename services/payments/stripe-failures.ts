import type { Failure } from '../platform/failure.ts';

/** Fields of a Stripe error (https://docs.stripe.com/api/errors). `statusCode` is absent without a response. */
export interface StripeFailure {
  statusCode?: number | undefined;
  rawType?: string | undefined;
  code?: string | undefined;
  declineCode?: string | undefined;
  param?: string | undefined;
  message: string;
}

/** Parameters with input of shoppers or staff: a value that Stripe refuses there is not a bug. */
const ENTERED = /^(payment_method|receipt_email|customer_email|amount|currency|line_items)(\[|$)/;

/** Codes of a malformed request, or of an account that is not set up (https://docs.stripe.com/error-codes). */
const OURS =
  /^(parameter_|url_invalid|api_key_|account_|platform_|secret_key_|testmode_|livemode_|tls_|country_|not_allowed_)/;

/** Classifies a Stripe error. Retries, records and alerts depend on this (https://docs.stripe.com/error-low-level). */
export function classifyFailure({ statusCode, rawType, code, declineCode, param, message }: StripeFailure): Failure {
  // 409: another request with the key, or on the object, is in progress.
  if (statusCode === undefined || statusCode === 409 || statusCode === 429 || statusCode >= 500)
    return { kind: 'temporary', message };
  const refused: Failure = { kind: 'refused', code: declineCode || code || rawType || 'refused', message };
  if (statusCode === 402) return refused;
  // Another request under the same key: the result of the first one is unknown.
  if (statusCode === 401 || statusCode === 403 || rawType === 'idempotency_error')
    return { kind: 'misconfigured', message };
  if (param !== undefined && ENTERED.test(param)) return refused;
  if (statusCode === 404 || (code !== undefined && OURS.test(code))) return { kind: 'misconfigured', message };
  return refused;
}
