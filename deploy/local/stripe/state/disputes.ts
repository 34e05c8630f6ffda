import { conflictingState } from '../errors.ts';
import { newId } from '../ids.ts';
import { cardByNumber } from './cards.ts';
import type { Change } from './change.ts';
import type { BalanceTransaction, Charge, Dispute, PaymentMethod } from './records.ts';

/** Charges that their holders question, as pure decisions (https://docs.stripe.com/disputes/how-disputes-work). */

/** How long the holders of the test cards for disputes take (https://docs.stripe.com/testing#disputes). */
const DISPUTES_AFTER_SECONDS = 3;
/** What Stripe charges for a dispute, minor units (https://stripe.com/pricing). */
const DISPUTE_FEE = 1500;

/** When a charge of this card that was captured now is disputed; nothing for a card whose holder is content. */
export function disputeTime(method: PaymentMethod, now: number): Pick<Charge, 'disputesAt'> {
  return cardByNumber(method.cardNumber)?.dispute ? { disputesAt: now + DISPUTES_AFTER_SECONDS } : {};
}

/**
 * The bank takes the disputed money back at once; an inquiry only asks
 * (https://docs.stripe.com/disputes/how-disputes-work#inquiries).
 */
export function dispute(charge: Charge, kind: 'fraudulent' | 'product_not_received' | 'inquiry', now: number): Change {
  if (!charge.captured)
    throw conflictingState('charge_not_disputable', `The charge ${charge.id} has not been captured.`);
  if (charge.disputeId !== undefined)
    throw conflictingState('charge_disputed', `The charge ${charge.id} has been disputed before.`);
  const amount = charge.amountCaptured - charge.amountRefunded;
  if (amount <= 0) return { charge: { ...charge, disputesAt: null }, events: [] };
  const inquiry = kind === 'inquiry';
  const id = newId.dispute();
  const withdrawn = adjustment(id, -amount, DISPUTE_FEE, charge.currency, now);
  return {
    dispute: {
      id,
      created: now,
      chargeId: charge.id,
      intentId: charge.intentId,
      amount,
      currency: charge.currency,
      reason: inquiry ? 'general' : kind,
      status: inquiry ? 'warning_needs_response' : 'needs_response',
      balanceTransactionIds: inquiry ? [] : [withdrawn.id],
      metadata: {},
    },
    ...(inquiry ? {} : { balance: withdrawn }),
    charge: { ...charge, disputesAt: null, ...(inquiry ? {} : { disputeId: id }) },
    events: inquiry ? ['charge.dispute.created'] : ['charge.dispute.created', 'charge.dispute.funds_withdrawn'],
  };
}

/** The bank has decided: a dispute that is won brings the money back, one that is lost does not. */
export function closeDispute(one: Dispute, outcome: 'won' | 'lost', now: number): Change {
  const open = one.status === 'needs_response' || one.status === 'warning_needs_response';
  if (!open) throw conflictingState('dispute_closed', `The dispute ${one.id} is ${one.status}.`);
  if (one.status === 'warning_needs_response')
    return { dispute: { ...one, status: 'warning_closed' }, events: ['charge.dispute.closed'] };
  if (outcome === 'lost') return { dispute: { ...one, status: 'lost' }, events: ['charge.dispute.closed'] };
  const reinstated = adjustment(one.id, one.amount, -DISPUTE_FEE, one.currency, now);
  return {
    dispute: { ...one, status: 'won', balanceTransactionIds: [...one.balanceTransactionIds, reinstated.id] },
    balance: reinstated,
    events: ['charge.dispute.closed', 'charge.dispute.funds_reinstated'],
  };
}

const adjustment = (
  sourceId: string,
  amount: number,
  fee: number,
  currency: string,
  now: number,
): BalanceTransaction => ({
  id: newId.balanceTransaction(),
  created: now,
  sourceId,
  type: 'adjustment',
  amount,
  fee,
  currency,
});
