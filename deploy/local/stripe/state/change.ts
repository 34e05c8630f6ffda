import type {
  BalanceTransaction,
  Charge,
  Decline,
  Dispute,
  Intent,
  PaymentMethod,
  Refund,
  Session,
} from './records.ts';

/** The events the sandbox sends (https://docs.stripe.com/api/events/types). */
export type EventType =
  | 'payment_intent.created'
  | 'payment_intent.succeeded'
  | 'payment_intent.amount_capturable_updated'
  | 'payment_intent.payment_failed'
  | 'payment_intent.requires_action'
  | 'payment_intent.canceled'
  | 'charge.succeeded'
  | 'charge.failed'
  | 'charge.captured'
  | 'charge.expired'
  | 'charge.refunded'
  | 'charge.refund.updated'
  | 'charge.dispute.created'
  | 'charge.dispute.closed'
  | 'charge.dispute.funds_withdrawn'
  | 'charge.dispute.funds_reinstated'
  | 'refund.created'
  | 'refund.updated'
  | 'refund.failed'
  | 'checkout.session.completed'
  | 'checkout.session.expired';

/** What a decision changes: the records as they are afterwards and the events that tell of it, in order. */
export interface Change {
  method?: PaymentMethod;
  intent?: Intent;
  charge?: Charge;
  refund?: Refund;
  dispute?: Dispute;
  balance?: BalanceTransaction;
  session?: Session;
  events: readonly EventType[];
  /** The payment was refused: the change stands, and the caller gets the error. */
  declined?: Decline;
}

/** One change made of two, the second one later. */
export const merged = (first: Change, second: Change): Change => ({
  ...first,
  ...second,
  events: [...first.events, ...second.events],
});
