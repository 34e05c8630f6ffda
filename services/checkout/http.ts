import { createHash, timingSafeEqual } from 'node:crypto';
import type { CheckoutHandlers } from '../../generated/checkout/server.ts';
import type {
  CancelCheckoutResponse,
  CreateCheckoutResponse,
  GetCheckoutResponse,
} from '../../generated/checkout/types.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { refusal } from '../platform/http/problem.ts';
import { answerOf, asCheckout, openPayment } from './answers.ts';
import { heardOfPayment } from './checkout.ts';
import { type Shop, UnfitError } from './flow.ts';
import type { Unfit } from './pricing.ts';
import { type Finished, finish, inProgress, type RunOptions } from './run.ts';
import { type Checkout, claim, findCheckout } from './store.ts';

/** A request, and the order token it came with. */
export type CheckoutContext = RequestContext & { orderToken?: string };

export interface HandlerOptions extends RunOptions {
  payments: Shop['payments'];
  /** Undoes an order that is not paid; false when it is (flow.ts). */
  giveUp(orderId: string, reason: 'customer_cancelled'): Promise<boolean>;
  /** Where `returnUrl` may lead: scheme, host and port. */
  returnOrigins: readonly string[];
}

const unfit: Record<Unfit, string> = {
  empty_cart: 'There is nothing in the cart.',
  unknown_shipping_method: 'We do not send to this country in this way.',
  mixed_currencies: 'The cart cannot be paid in one currency.',
  total_too_large: 'This is more than one payment can take; it can be bought in parts.',
};

/** One function an operation of contracts/openapi/checkout.yaml. */
export function checkoutHandlers(options: HandlerOptions): CheckoutHandlers<CheckoutContext> {
  return {
    async createCheckout({ headers, body }, { principal }): Promise<CreateCheckoutResponse> {
      const { returnUrl } = body;
      if (returnUrl !== undefined && !options.returnOrigins.includes(new URL(returnUrl).origin)) {
        return refusal(422, 'The return address is not one of ours.', { code: 'return_url_not_allowed' });
      }
      const shopper = principal.kind === 'shopper' ? principal.id : undefined;
      const claimed = await claim(options.database, headers['idempotency-key'], body, shopper);
      if (claimed === 'other request')
        return refusal(422, 'This Idempotency-Key was used for another request.', { code: 'key_reused' });
      if (claimed === 'in progress') throw inProgress();
      if ('finished' in claimed) return { ...answered(claimed.finished), headers: { 'idempotent-replayed': 'true' } };
      try {
        return answered(await finish(options, claimed));
      } catch (error) {
        if (error instanceof UnfitError) return refusal(422, unfit[error.unfit], { code: error.unfit });
        throw error;
      }
    },

    async getCheckout({ path }, context): Promise<GetCheckoutResponse> {
      const checkout = await findCheckout(options.database, path.checkoutId);
      if (!checkout || !opens(context.orderToken, checkout)) return refusal(404, 'There is no such checkout.');
      const { state } = checkout;
      if (state.step === 'ordered')
        return { status: 200, body: asCheckout(checkout, state, 'processing', { status: 'pending' }) };
      const placed = state.step === 'finished' || state.step === 'undoing' ? state.placed : undefined;
      if (!placed) return refusal(404, 'There is no such checkout.');
      const { status, payment } = await standing(checkout);
      return { status: 200, body: asCheckout(checkout, placed, status, payment) };
    },

    async cancelCheckout({ path }, context): Promise<CancelCheckoutResponse> {
      const checkout = await findCheckout(options.database, path.checkoutId);
      if (!checkout || !opens(context.orderToken, checkout)) return refusal(404, 'There is no such checkout.');
      const { state, orderId } = checkout;
      if (state.step !== 'finished')
        return refusal(409, 'This checkout is still being worked on.', { code: 'in_progress' });
      if (!state.placed) return refusal(404, 'There is no such checkout.');
      if (!(await options.giveUp(orderId, 'customer_cancelled')))
        return refusal(409, `${state.placed.orderNumber} is paid.`, { code: 'already_paid' });
      return { status: 200, body: asCheckout(checkout, state.placed, 'cancelled', { status: 'failed' }) };
    },
  };

  /** What has become of the payment: a hosted page is paid, or left, after its checkout was answered. */
  async function standing({ state, orderId }: Checkout) {
    const cancelled = { status: 'cancelled', payment: { status: 'failed' } } as const;
    const authorized = { status: 'authorized', payment: { status: 'authorized' } } as const;
    if (state.step !== 'finished') return cancelled;
    if (state.ending.as === 'authorized') return authorized;
    if (state.ending.as !== 'awaiting_payment') return cancelled;
    const answer = await options.payments.getPaymentOfOrder({ path: { orderId } });
    const heard = answer.status === 200 ? heardOfPayment(answer.body) : { heard: 'ended' as const };
    if (heard.heard === 'authorized') return authorized;
    if (heard.heard !== 'awaiting') return cancelled;
    return { status: 'awaiting_payment', payment: openPayment({ as: 'awaiting_payment', ...heard }) } as const;
  }
}

function answered(checkout: Checkout | Finished): CreateCheckoutResponse {
  const { state } = checkout;
  if (state.step !== 'finished') throw new Error('Only what is finished is answered');
  return answerOf(checkout, state.ending, state.placed);
}

function opens(token: string | undefined, { orderToken }: Checkout): boolean {
  if (token === undefined) return false;
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(token), hash(orderToken));
}
