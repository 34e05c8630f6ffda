import type { Decline, Intent } from './state/records.ts';

/** The members of Stripe's error object (https://docs.stripe.com/api/errors). */
export interface ErrorBody {
  type: 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error';
  message: string;
  code?: string;
  param?: string;
  doc_url?: string;
  [member: string]: unknown;
}

/** A refusal in Stripe's shape. `executed` is false when nothing ran, so that the idempotency key stays free. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;
  readonly executed: boolean;

  constructor(status: number, body: ErrorBody, executed = true) {
    super(body.message);
    this.status = status;
    this.body = body.code ? { ...body, doc_url: docUrl(body.code) } : body;
    this.executed = executed;
  }
}

const docUrl = (code: string) => `https://docs.stripe.com/error-codes/${code.replaceAll('_', '-')}`;

/**
 * A parameter that cannot be accepted. Stripe keeps no idempotent result for these
 * (https://docs.stripe.com/api/idempotent_requests).
 */
export const invalidParameter = (param: string, message: string, code?: string): ApiError =>
  new ApiError(400, { type: 'invalid_request_error', message, param, ...(code ? { code } : {}) }, false);

/** An object that does not exist. */
export const missing = (kind: string, id: string, param: string): ApiError =>
  new ApiError(404, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${kind}: '${id}'`,
    param,
  });

/** A request that is well formed but impossible now. */
export const conflictingState = (code: string, message: string, extra: Record<string, unknown> = {}): ApiError =>
  new ApiError(400, { type: 'invalid_request_error', code, message, ...extra });

/** A PaymentIntent in the wrong state; Stripe shows it inside the error. */
export class IntentStateError extends ApiError {
  readonly intent: Intent;

  constructor(message: string, intent: Intent) {
    super(400, { type: 'invalid_request_error', code: 'payment_intent_unexpected_state', message });
    this.intent = intent;
  }
}

/** The error object of a declined card, without the objects that go with it. */
export function declineBody(decline: Decline): ErrorBody {
  return {
    type: decline.type,
    code: decline.code,
    ...(decline.declineCode ? { decline_code: decline.declineCode } : {}),
    doc_url: docUrl(decline.code),
    message: decline.message,
    ...(decline.param ? { param: decline.param } : {}),
    ...(decline.advice ? { advice_code: decline.advice } : {}),
    ...(decline.networkDeclineCode ? { network_decline_code: decline.networkDeclineCode } : {}),
  };
}
