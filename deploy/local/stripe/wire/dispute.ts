import type Stripe from 'stripe';
import type { BalanceTransaction, Dispute } from '../state/records.ts';
import { balanceTransactionObject } from './refund.ts';

/** How long a merchant has to answer (https://docs.stripe.com/disputes/responding). */
const DUE_AFTER_SECONDS = 7 * 24 * 60 * 60;

const evidence: Stripe.Dispute.Evidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  enhanced_evidence: {},
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
};

export const disputeObject = (
  dispute: Dispute,
  balances: readonly BalanceTransaction[],
  now: number,
): Stripe.Dispute => ({
  id: dispute.id,
  object: 'dispute',
  amount: dispute.amount,
  balance_transactions: balances.map(one => balanceTransactionObject(one, now)),
  charge: dispute.chargeId,
  created: dispute.created,
  currency: dispute.currency,
  enhanced_eligibility_types: [],
  evidence,
  evidence_details: {
    due_by: dispute.created + DUE_AFTER_SECONDS,
    enhanced_eligibility: {},
    has_evidence: false,
    past_due: false,
    submission_count: 0,
    submission_method: 'not_submitted',
  },
  intended_submission_method: null,
  is_charge_refundable: dispute.status.startsWith('warning_'),
  livemode: false,
  metadata: dispute.metadata,
  payment_intent: dispute.intentId,
  reason: dispute.reason,
  status: dispute.status,
});
