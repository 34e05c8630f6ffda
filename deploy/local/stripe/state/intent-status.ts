import { IntentStateError } from '../errors.ts';
import type { Intent, IntentStatus } from './records.ts';

const verbs = {
  confirm: 'confirm',
  capture: 'be captured',
  cancel: 'be canceled',
  update: 'be updated',
  authenticate: 'be authenticated',
};

/** Throws `payment_intent_unexpected_state` unless the intent is in one of these states. */
export function mustBeIn(intent: Intent, allowed: readonly IntentStatus[], action: keyof typeof verbs): void {
  if (allowed.includes(intent.status)) return;
  const choices = allowed.join(', ');
  const message =
    action === 'confirm' && (intent.status === 'succeeded' || intent.status === 'requires_capture')
      ? `You cannot confirm this PaymentIntent because it has already ${intent.status === 'succeeded' ? 'succeeded after being previously confirmed' : 'been confirmed and is waiting to be captured'}.`
      : `This PaymentIntent could not ${verbs[action]} because it has a status of ${intent.status}. Only a PaymentIntent with one of the following statuses may ${verbs[action]}: ${choices}.`;
  throw new IntentStateError(message, intent);
}
