import type { CheckoutHandlers } from '../../generated/checkout/server.ts';
import type {
  CancelCheckoutResponse,
  CreateCheckoutResponse,
  GetCheckoutResponse,
} from '../../generated/checkout/types.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { refusal } from '../platform/http/problem.ts';
import { isTokenHash, tokenHash } from '../platform/token-hash.ts';
import { hasOrder, paymentResult } from './checkout.ts';
import { type CompensationOptions, cancelFinished } from './compensation.ts';
import { completeRequest } from './contact.ts';
import type { UnprocessableReason } from './pricing.ts';
import { asCheckout, openPayment, responseTo } from './responses.ts';
import { type Finished, inProgress, runToEnd } from './run.ts';
import { claim, findCheckout } from './store.ts';
import type { Checkout } from './stored-checkout.ts';
import { UnprocessableError, type Upstreams } from './workflow.ts';

/** Context of a request: its order token, and a hash of the client's network address (`clientOf`). */
export type CheckoutContext = RequestContext & { orderToken?: string; client?: string };

export interface HandlerOptions extends CompensationOptions {
  payments: Upstreams['payments'];
  /** Allowed origins of `returnUrl`. */
  returnOrigins: readonly string[];
}

const unprocessable: Record<UnprocessableReason, string> = {
  empty_cart: 'There is nothing in the cart.',
  unknown_shipping_method: 'We do not send to this country in this way.',
  other_currency: 'The price of something in the cart is in another currency than this shop takes.',
  too_many_units: 'These are more units than are sold at once.',
  total_too_large: 'This is more than one payment can take; it can be bought in parts.',
};

/** Handlers of contracts/openapi/checkout.yaml, one for each operation. */
export function checkoutHandlers(options: HandlerOptions): CheckoutHandlers<CheckoutContext> {
  return {
    async createCheckout({ headers, body }, { principal, client }): Promise<CreateCheckoutResponse> {
      const { returnUrl } = body;
      if (returnUrl !== undefined && !options.returnOrigins.includes(new URL(returnUrl).origin)) {
        return refusal(422, 'The return address is not one of ours.', { code: 'return_url_not_allowed' });
      }
      const request = completeRequest(body);
      if (Array.isArray(request)) return refusal(400, 'The request breaks the contract.', { errors: request });
      const shopper = principal.kind === 'shopper' ? principal.id : undefined;
      const claimed = await claim(options.sql, headers['idempotency-key'], request, {
        shopperId: shopper,
        client,
      });
      if (claimed === 'other request')
        return refusal(422, 'This Idempotency-Key was used for another request.', { code: 'key_reused' });
      if (claimed === 'in progress') throw inProgress();
      if ('finished' in claimed) return { ...asResponse(claimed.finished), headers: { 'idempotent-replayed': 'true' } };
      try {
        return asResponse(await runToEnd(options, claimed));
      } catch (error) {
        if (error instanceof UnprocessableError)
          return refusal(422, error.detail ?? unprocessable[error.reason], { code: error.reason });
        const pending = await pendingOrder(claimed.checkout.id);
        if (pending) return pending;
        throw error;
      }
    },

    async getCheckout({ path }, context): Promise<GetCheckoutResponse> {
      const checkout = await findCheckout(options.sql, path.checkoutId);
      if (!checkout || !opens(context.orderToken, checkout)) return refusal(404, 'There is no such checkout.');
      const { state } = checkout;
      if (state.step === 'ordered')
        return { status: 200, body: asCheckout(checkout, state, 'processing', { status: 'pending' }) };
      const placed = state.step === 'finished' || state.step === 'compensating' ? state.placed : undefined;
      if (!placed) return refusal(404, 'There is no such checkout.');
      const { status, payment } = await currentState(checkout);
      return { status: 200, body: asCheckout(checkout, placed, status, payment) };
    },

    async cancelCheckout({ path }, context): Promise<CancelCheckoutResponse> {
      const checkout = await findCheckout(options.sql, path.checkoutId);
      if (!checkout || !opens(context.orderToken, checkout)) return refusal(404, 'There is no such checkout.');
      const { state, orderId } = checkout;
      if (state.step !== 'finished')
        return refusal(409, 'This checkout is still being worked on.', { code: 'in_progress' });
      if (!state.placed) return refusal(404, 'There is no such checkout.');
      const result = await cancelFinished(options, { id: checkout.id, orderId }, context.log);
      if (result === 'paid') return refusal(409, `${state.placed.orderNumber} is paid.`, { code: 'already_paid' });
      if (result === 'pending')
        return { status: 202, body: asCheckout(checkout, state.placed, 'processing', { status: 'pending' }) };
      return { status: 200, body: asCheckout(checkout, state.placed, 'cancelled', { status: 'failed' }) };
    },
  };

  /** The 202 for a checkout whose order exists but which is not finished yet; the completer continues it. */
  async function pendingOrder(id: string): Promise<CreateCheckoutResponse | undefined> {
    const checkout = await findCheckout(options.sql, id).catch(() => undefined);
    if (!checkout || !hasOrder(checkout.state)) return undefined;
    const placed = checkout.state.step === 'ordered' ? checkout.state : checkout.state.placed;
    return placed && { status: 202, body: asCheckout(checkout, placed, 'processing', { status: 'pending' }) };
  }

  /** The payment's current status: shoppers pay on the hosted page, or leave it, after the checkout's response. */
  async function currentState({ state, orderId }: Checkout) {
    const cancelled = { status: 'cancelled', payment: { status: 'failed' } } as const;
    const authorized = { status: 'authorized', payment: { status: 'authorized' } } as const;
    if (state.step !== 'finished') return cancelled;
    if (state.ending.as === 'authorized') return authorized;
    if (state.ending.as !== 'awaiting_payment') return cancelled;
    const answer = await options.payments.getPaymentOfOrder({ path: { orderId }, query: { fresh: true } });
    const result = answer.status === 200 ? paymentResult(answer.body) : { kind: 'ended' as const };
    if (result.kind === 'authorized') return authorized;
    if (result.kind !== 'awaiting') return cancelled;
    const checkedAt = answer.status === 200 && answer.body.checkedAt ? { checkedAt: answer.body.checkedAt } : {};
    const payment = { ...openPayment({ as: 'awaiting_payment', ...result }), ...checkedAt };
    return { status: 'awaiting_payment', payment } as const;
  }
}

function asResponse(checkout: Checkout | Finished): CreateCheckoutResponse {
  const { state } = checkout;
  if (state.step !== 'finished') throw new Error('Only what is finished is answered');
  return responseTo(checkout, state.ending, state.placed);
}

function opens(token: string | undefined, { orderToken }: Checkout): boolean {
  return token !== undefined && isTokenHash(tokenHash(orderToken), token);
}
