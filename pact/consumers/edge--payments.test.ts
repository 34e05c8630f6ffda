import { edgeFollows } from '../edge-effects.ts';
import { AT, orderId, usd, uuidOf } from '../examples.ts';

const { changes, event } = edgeFollows('payments');
const tags = [`order:${orderId}`];
const payment = { paymentId: uuidOf(7), orderId, amount: usd(701) };
const refund = { ...payment, refundId: uuidOf(8), refundedTotal: usd(701) };
const dispute = {
  ...payment,
  disputeId: 'dp_1',
  reason: 'fraudulent',
  status: 'needs_response',
  state: 'open',
  at: AT,
};
const declined = { ...payment, reason: 'declined', failedAt: AT };
const issued = { ...refund, whole: true, reason: 'Spoiled.', issuedAt: AT };
const failed = { ...refund, code: 'lost_or_stolen_card', message: 'The card was lost.', failedAt: AT };

event('PaymentAuthorized', orderId, { ...payment, authorizedAt: AT }, tags, '$7.01 authorised');
event('PaymentFailed', orderId, declined, tags, 'A payment of $7.01 failed: declined');
event('PaymentCaptured', orderId, { ...payment, capturedAt: AT }, tags, '$7.01 captured');
event('PaymentCancelled', orderId, { ...payment, cancelledAt: AT }, tags, 'A payment of $7.01 was cancelled');
event('RefundIssued', orderId, issued, tags, 'A refund of $7.01 was issued');
event('RefundFailed', orderId, failed, tags, 'A refund of $7.01 came back: The card was lost.');
event('PaymentDisputed', orderId, dispute, tags, '$7.01 is disputed: needs response');
changes('ChangeMade', { parent: { resource: 'orders', resourceId: orderId } });
