import type { PriceChange, Shortage } from '../../generated/checkout/types.ts';
import type { OrderLine, Totals } from '../../generated/orders/types.ts';
import type { PaymentStatus } from '../../generated/payments/types.ts';

/** Lines, shipping and totals of a purchase; fixed before the first request that changes anything. */
export interface Plan {
  lines: OrderLine[];
  shippingMethod: { id: string; name: string };
  totals: Totals;
}

/** An order that exists: its stock is reserved until `reservedUntil`. */
export interface Placed {
  plan: Plan;
  /** RFC 3339. */
  reservedUntil: string;
  orderNumber: string;
}

/** The final outcome of a checkout: everything that its response needs besides the order. */
export type Ending =
  | { as: 'authorized' }
  | { as: 'awaiting_payment'; payment: 'pending' | 'requires_action'; redirectUrl?: string | undefined }
  | { as: 'declined'; declineCode?: string | undefined; detail?: string | undefined }
  | { as: 'price_changed'; changes: PriceChange[] }
  | { as: 'not_enough_stock' | 'not_for_sale'; shortages: Shortage[] }
  | { as: 'no_cart' }
  | { as: 'expired' }
  /** The shopper has reached the limit of unpaid orders. */
  | { as: 'too_many_unpaid_orders' }
  /** Another service permanently refuses a request of this purchase. */
  | { as: 'rejected' };

/** The last step whose request may have been sent; compensation covers everything up to it. */
export type LastStep = 'priced' | 'reserved' | 'ordered';

/**
 * The recovery points. Each records what is certain. The request of the next step may have been sent and its response
 * lost, so the next run sends it again (every request is idempotent), and compensation includes it.
 */
export type State =
  | { step: 'started' }
  | { step: 'priced'; plan: Plan }
  | { step: 'reserved'; plan: Plan; reservedUntil: string }
  | ({ step: 'ordered'; orderIsPaid?: true | undefined } & Placed)
  | { step: 'compensating'; lastStep: LastStep; ending: Ending; placed?: Placed | undefined }
  | { step: 'finished'; ending: Ending; placed?: Placed | undefined };

/** The result of a step. */
export type StepResult =
  | { kind: 'priced'; plan: Plan }
  | { kind: 'refused'; ending: Ending }
  | { kind: 'reserved'; until: string }
  | { kind: 'shortage'; shortages: Shortage[] }
  | { kind: 'too_many' }
  | { kind: 'ended' }
  | { kind: 'placed'; orderNumber: string }
  | { kind: 'authorized' }
  | { kind: 'awaiting'; payment: 'pending' | 'requires_action'; redirectUrl?: string | undefined }
  | { kind: 'declined'; declineCode?: string | undefined; detail?: string | undefined }
  | { kind: 'compensated' }
  | { kind: 'order_paid' };

/**
 * The state after the result of its step. Throws for a result that this state does not wait for: nothing is saved then,
 * and the checkout is retried.
 */
export function advance(state: State, reply: StepResult): State {
  switch (state.step) {
    case 'started':
      if (reply.kind === 'priced') return { step: 'priced', plan: reply.plan };
      if (reply.kind === 'refused') return { step: 'finished', ending: reply.ending };
      break;
    case 'priced':
      if (reply.kind === 'reserved') return { step: 'reserved', plan: state.plan, reservedUntil: reply.until };
      if (reply.kind === 'shortage')
        return { step: 'finished', ending: { as: 'not_enough_stock', shortages: reply.shortages } };
      if (reply.kind === 'too_many') return { step: 'finished', ending: { as: 'too_many_unpaid_orders' } };
      if (reply.kind === 'refused') return { step: 'compensating', lastStep: 'priced', ending: reply.ending };
      if (reply.kind === 'ended') return { step: 'compensating', lastStep: 'priced', ending: { as: 'expired' } };
      break;
    case 'reserved': {
      const { plan, reservedUntil } = state;
      if (reply.kind === 'placed') return { step: 'ordered', plan, reservedUntil, orderNumber: reply.orderNumber };
      if (reply.kind === 'refused') return { step: 'compensating', lastStep: 'reserved', ending: reply.ending };
      if (reply.kind === 'ended') return { step: 'compensating', lastStep: 'reserved', ending: { as: 'expired' } };
      break;
    }
    case 'ordered':
      return afterPayment(state, reply);
    case 'compensating':
      if (reply.kind === 'compensated') return { step: 'finished', ending: state.ending, placed: state.placed };
      if (reply.kind === 'order_paid' && state.placed) return { step: 'ordered', ...state.placed, orderIsPaid: true };
      break;
    case 'finished':
      break;
  }
  throw new Error(`'${reply.kind}' is no result of '${state.step}'`);
}

function afterPayment(state: State & { step: 'ordered' }, reply: StepResult): State {
  const { plan, reservedUntil, orderNumber } = state;
  const placed = { plan, reservedUntil, orderNumber };
  if (reply.kind === 'authorized') return { step: 'finished', ending: { as: 'authorized' }, placed };
  if (state.orderIsPaid) throw new Error('The order is paid, but its payment says otherwise');
  if (reply.kind === 'awaiting') {
    const { payment, redirectUrl } = reply;
    return { step: 'finished', ending: { as: 'awaiting_payment', payment, redirectUrl }, placed };
  }
  if (reply.kind === 'declined') {
    const { declineCode, detail } = reply;
    return { step: 'compensating', lastStep: 'ordered', ending: { as: 'declined', declineCode, detail }, placed };
  }
  if (reply.kind === 'refused') return { step: 'compensating', lastStep: 'ordered', ending: reply.ending, placed };
  if (reply.kind === 'ended') return { step: 'compensating', lastStep: 'ordered', ending: { as: 'expired' }, placed };
  throw new Error(`'${reply.kind}' is no result of 'ordered'`);
}

/**
 * Whether the order exists although its checkout is not finished: the response then reports the order, not an error.
 */
export function hasOrder(state: State): state is State & { step: 'ordered' | 'compensating' } {
  return state.step === 'ordered' || (state.step === 'compensating' && state.placed !== undefined);
}

/**
 * The state from which the completer continues an unfinished checkout: forwards once the payment may have been
 * requested, else with compensation, since the shopper has seen an error and may have left. 'discard' if no request was
 * sent: the key is free again.
 */
export function resume(state: State): State | 'discard' {
  if (state.step === 'started') return 'discard';
  if (state.step === 'priced' || state.step === 'reserved')
    return { step: 'compensating', lastStep: state.step, ending: { as: 'expired' } };
  return state;
}

/**
 * The compensating requests, in order: a cancelled order can no longer be paid, and after the payment is cancelled the
 * stock is no longer needed.
 */
export function compensationSteps(lastStep: LastStep): readonly ('abandonOrder' | 'cancelPayment' | 'releaseStock')[] {
  if (lastStep === 'priced') return ['releaseStock'];
  return lastStep === 'reserved' ? ['abandonOrder', 'releaseStock'] : ['abandonOrder', 'cancelPayment', 'releaseStock'];
}

/** The step result for a payment's status. A refunded payment was authorized before. */
export function paymentResult(payment: {
  status: PaymentStatus;
  redirectUrl?: string;
  declineCode?: string;
}): StepResult {
  const { status, redirectUrl, declineCode } = payment;
  if (status === 'authorized' || status === 'captured' || status === 'refunded') return { kind: 'authorized' };
  if (status === 'pending' || status === 'requires_action') return { kind: 'awaiting', payment: status, redirectUrl };
  return status === 'declined' ? { kind: 'declined', declineCode } : { kind: 'ended' };
}

const MINUTE = 60_000;

/** How long a shopper may take on the hosted page before payments closes it, which gives the stock back. */
const TIME_TO_PAY = 15 * MINUTE;
/**
 * How long a hosted page may be paid if it cannot be closed: Stripe ends it by itself after thirty minutes at the
 * earliest (https://docs.stripe.com/api/checkout/sessions/create, expires_at).
 */
const PAGE_LIFETIME = 30.5 * MINUTE;

/**
 * The duration of a stock reservation, in seconds: for a card that requires 3D Secure, or longer than a hosted page can
 * live. As a rule the stock of an unpaid page comes back earlier, when payments has closed the page at its deadline.
 */
export function reservationSeconds(hosted: boolean): number {
  return hosted ? 45 * 60 : 10 * 60;
}

/**
 * The deadline for authorizing the payment; undefined when there is too little time to request it. Whatever fails, the
 * reservation outlives what can still be paid: a hosted page is closed at its deadline, or ends by itself, before the
 * stock is given back. `reservedUntil` is RFC 3339, `now` is in ms.
 */
export function paymentDeadline(hosted: boolean, reservedUntil: string, now: number): string | undefined {
  const latest = Date.parse(reservedUntil) - MINUTE;
  const least = hosted ? PAGE_LIFETIME : MINUTE / 2;
  if (latest - now < least) return undefined;
  return new Date(hosted ? now + TIME_TO_PAY : latest).toISOString();
}
