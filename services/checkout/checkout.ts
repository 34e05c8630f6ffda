import type { Money } from '../../generated/checkout/types.ts';
import type { OrderLine, Totals } from '../../generated/orders/types.ts';
import type { PaymentStatus } from '../../generated/payments/types.ts';

/** What is bought for how much; fixed before anything is asked of others. */
export interface Plan {
  lines: OrderLine[];
  shippingMethod: { id: string; name: string };
  totals: Totals;
}

/** Stock is held until then; the order is known by this number. */
export interface Placed {
  plan: Plan;
  /** RFC 3339. */
  heldUntil: string;
  orderNumber: string;
}

export interface Shortage {
  sku: string;
  requested: number;
  available: number;
}

/** How a checkout ended, for good: all that its answer needs beside the order. */
export type Ending =
  | { as: 'authorized' }
  | { as: 'awaiting_payment'; payment: 'pending' | 'requires_action'; redirectUrl?: string | undefined }
  | { as: 'declined'; declineCode?: string | undefined; detail?: string | undefined }
  | { as: 'price_changed'; changes: { sku: string; oldPrice: Money; newPrice: Money }[] }
  | { as: 'not_enough_stock' | 'not_for_sale'; shortages: Shortage[] }
  | { as: 'no_cart' }
  | { as: 'expired' };

/** How far what is to be undone had come: everything up to here may have been asked for. */
export type Reached = 'priced' | 'reserved' | 'ordered';

/**
 * The recovery points. Each says what is known for certain; the step after it may have been asked for, and its answer
 * lost. So whoever goes on asks again (every request is natural: asking twice is asking once), and whoever undoes,
 * undoes that step too.
 */
export type State =
  | { step: 'started' }
  | { step: 'priced'; plan: Plan }
  | { step: 'reserved'; plan: Plan; heldUntil: string }
  | ({ step: 'ordered'; orderIsPaid?: true | undefined } & Placed)
  | { step: 'undoing'; reached: Reached; ending: Ending; placed?: Placed | undefined }
  | { step: 'finished'; ending: Ending; placed?: Placed | undefined };

/** What was heard in reply to an ask. */
export type Heard =
  | { heard: 'plan'; plan: Plan }
  | { heard: 'refusal'; ending: Ending }
  | { heard: 'held'; until: string }
  | { heard: 'shortage'; shortages: Shortage[] }
  | { heard: 'ended' }
  | { heard: 'placed'; orderNumber: string }
  | { heard: 'authorized' }
  | { heard: 'awaiting'; payment: 'pending' | 'requires_action'; redirectUrl?: string | undefined }
  | { heard: 'declined'; declineCode?: string | undefined; detail?: string | undefined }
  | { heard: 'undone' }
  | { heard: 'order is paid' };

/**
 * The state after what was heard. Throws for a reply that this state does not wait for: nothing is then saved, and the
 * checkout is tried again.
 */
export function advance(state: State, reply: Heard): State {
  switch (state.step) {
    case 'started':
      if (reply.heard === 'plan') return { step: 'priced', plan: reply.plan };
      if (reply.heard === 'refusal') return { step: 'finished', ending: reply.ending };
      break;
    case 'priced':
      if (reply.heard === 'held') return { step: 'reserved', plan: state.plan, heldUntil: reply.until };
      if (reply.heard === 'shortage')
        return { step: 'finished', ending: { as: 'not_enough_stock', shortages: reply.shortages } };
      if (reply.heard === 'refusal') return { step: 'undoing', reached: 'priced', ending: reply.ending };
      if (reply.heard === 'ended') return { step: 'undoing', reached: 'priced', ending: { as: 'expired' } };
      break;
    case 'reserved': {
      const { plan, heldUntil } = state;
      if (reply.heard === 'placed') return { step: 'ordered', plan, heldUntil, orderNumber: reply.orderNumber };
      if (reply.heard === 'ended') return { step: 'undoing', reached: 'reserved', ending: { as: 'expired' } };
      break;
    }
    case 'ordered':
      return paid(state, reply);
    case 'undoing':
      if (reply.heard === 'undone') return { step: 'finished', ending: state.ending, placed: state.placed };
      if (reply.heard === 'order is paid' && state.placed)
        return { step: 'ordered', ...state.placed, orderIsPaid: true };
      break;
    case 'finished':
      break;
  }
  throw new Error(`'${reply.heard}' is no reply at '${state.step}'`);
}

function paid(state: State & { step: 'ordered' }, reply: Heard): State {
  const { plan, heldUntil, orderNumber } = state;
  const placed = { plan, heldUntil, orderNumber };
  if (reply.heard === 'authorized') return { step: 'finished', ending: { as: 'authorized' }, placed };
  if (state.orderIsPaid) throw new Error('The order is paid, but its payment says otherwise');
  if (reply.heard === 'awaiting') {
    const { payment, redirectUrl } = reply;
    return { step: 'finished', ending: { as: 'awaiting_payment', payment, redirectUrl }, placed };
  }
  if (reply.heard === 'declined') {
    const { declineCode, detail } = reply;
    return { step: 'undoing', reached: 'ordered', ending: { as: 'declined', declineCode, detail }, placed };
  }
  if (reply.heard === 'ended') return { step: 'undoing', reached: 'ordered', ending: { as: 'expired' }, placed };
  throw new Error(`'${reply.heard}' is no reply at 'ordered'`);
}

/**
 * Where the completer goes on with a checkout that nobody finished: forwards once the payment may have been asked for,
 * else backwards, for the shopper has seen an error and may have left. 'forget' where nothing was asked of anybody: the
 * key is free again.
 */
export function resume(state: State): State | 'forget' {
  if (state.step === 'started') return 'forget';
  if (state.step === 'priced' || state.step === 'reserved')
    return { step: 'undoing', reached: state.step, ending: { as: 'expired' } };
  return state;
}

/**
 * What to undo, in this order: with the order gone nothing can be paid any more, with the payment gone nobody needs the
 * stock.
 */
export function undoSteps(reached: Reached): readonly ('abandonOrder' | 'cancelPayment' | 'releaseStock')[] {
  if (reached === 'priced') return ['releaseStock'];
  return reached === 'reserved' ? ['abandonOrder', 'releaseStock'] : ['abandonOrder', 'cancelPayment', 'releaseStock'];
}

/**
 * What the status of a payment means to a checkout that waits for it. What was given back later had been authorized
 * first.
 */
export function heardOfPayment(payment: { status: PaymentStatus; redirectUrl?: string; declineCode?: string }): Heard {
  const { status, redirectUrl, declineCode } = payment;
  if (status === 'authorized' || status === 'captured' || status === 'refunded') return { heard: 'authorized' };
  if (status === 'pending' || status === 'requires_action') return { heard: 'awaiting', payment: status, redirectUrl };
  return status === 'declined' ? { heard: 'declined', declineCode } : { heard: 'ended' };
}

const MINUTE = 60_000;

/**
 * How long stock is held: long enough for the hosted page, which lives for half an hour at least, or for a card that
 * asks its holder. Seconds.
 */
export function holdSeconds(hosted: boolean): number {
  return hosted ? 45 * 60 : 10 * 60;
}

/**
 * Until when the payment may be authorized, so that it always ends before the reservation does; undefined when that
 * leaves too little time to ask for it at all (Stripe's hosted page wants thirty minutes). `heldUntil` is RFC 3339,
 * `now` is in ms.
 */
export function payUntil(hosted: boolean, heldUntil: string, now: number): string | undefined {
  const latest = Date.parse(heldUntil) - MINUTE;
  const until = hosted ? Math.min(now + 31 * MINUTE, latest) : latest;
  const least = hosted ? 30.5 * MINUTE : MINUTE / 2;
  return until - now < least ? undefined : new Date(until).toISOString();
}
