import { conflictingState, invalidParameter } from '../errors.ts';
import { MAXIMUM_AMOUNT } from '../money.ts';
import { cancel, capture } from '../state/holds.ts';
import { mustBeIn } from '../state/intent-status.ts';
import { type Confirmation, confirm } from '../state/intents.ts';
import { newIntent } from '../state/new-intent.ts';
import type { Intent, PaymentMethod } from '../state/records.ts';
import { listObject } from '../wire/list.ts';
import { type Answer, type Call, declined, found, mergeMetadata, ok, readPage, readShipping } from './call.ts';
import {
  captureMethods,
  mustBeChargeable,
  readAmount,
  readConfirmation,
  readCurrency,
  readNewIntent,
} from './intent-parameters.ts';
import { readPaymentMethod } from './payment-methods.ts';

export function createPaymentIntent(call: Call): Answer {
  const { parameters, ledger } = call;
  const wanted = readNewIntent(parameters);
  const method = readPaymentMethod(parameters, ledger);
  const confirmNow = parameters.flag('confirm') ?? false;
  const how = readConfirmation(parameters);
  parameters.finish();
  if (confirmNow && !method) throw missingMethod();
  if (confirmNow) mustHaveReturnUrl(wanted.automatic, how);
  const created = newIntent(wanted, ledger.clock.now());
  const intent: Intent = method ? { ...created, status: 'requires_confirmation', methodId: method.id } : created;
  ledger.apply({ intent, ...(method ? { method } : {}), events: ['payment_intent.created'] }, call.cause);
  return confirmNow && method ? confirmWith(call, intent, method, how) : ok(ledger.intent(intent));
}

export function confirmPaymentIntent(call: Call): Answer {
  const { parameters, ledger } = call;
  const intent = load(call);
  const given = readPaymentMethod(parameters, ledger);
  const how = readConfirmation(parameters);
  const wanted: Intent = {
    ...intent,
    receiptEmail: parameters.email('receipt_email') ?? intent.receiptEmail,
    captureMethod: parameters.oneOf('capture_method', captureMethods) ?? intent.captureMethod,
    shipping: readShipping(parameters) ?? intent.shipping,
  };
  parameters.finish();
  if (intent.sessionId) {
    throw conflictingState(
      'payment_intent_invalid_parameter',
      'You cannot confirm a PaymentIntent that was created by a Checkout Session.',
    );
  }
  mustBeIn(intent, ['requires_payment_method', 'requires_confirmation', 'requires_action'], 'confirm');
  const method = given ?? (intent.methodId === null ? undefined : ledger.store.methods.get(intent.methodId));
  if (!method) throw missingMethod();
  mustHaveReturnUrl(intent.automatic, how);
  return confirmWith(call, wanted, method, how);
}

function confirmWith({ ledger, cause }: Call, intent: Intent, method: PaymentMethod, how: Confirmation): Answer {
  const change = confirm(intent, method, how, ledger.clock.now());
  ledger.apply({ ...change, method }, cause);
  const after = change.intent ?? intent;
  return change.declined ? declined(change.declined, after, ledger) : ok(ledger.intent(after));
}

export function updatePaymentIntent(call: Call): Answer {
  const { parameters, ledger } = call;
  const intent = load(call);
  const amount = readAmount(parameters);
  const currency = readCurrency(parameters);
  const method = readPaymentMethod(parameters, ledger);
  const after: Intent = {
    ...intent,
    metadata: mergeMetadata(intent.metadata, parameters.metadata()),
    description: parameters.text('description') ?? intent.description,
    receiptEmail: parameters.email('receipt_email') ?? intent.receiptEmail,
    statementDescriptor: parameters.text('statement_descriptor') ?? intent.statementDescriptor,
    statementDescriptorSuffix: parameters.text('statement_descriptor_suffix') ?? intent.statementDescriptorSuffix,
    transferGroup: parameters.text('transfer_group') ?? intent.transferGroup,
    shipping: readShipping(parameters) ?? intent.shipping,
  };
  parameters.finish();
  if (amount === undefined && currency === undefined && !method) {
    ledger.apply({ intent: after, events: [] }, call.cause);
    return ok(ledger.intent(after));
  }
  mustBeIn(intent, ['requires_payment_method', 'requires_confirmation', 'requires_action'], 'update');
  const repriced: Intent = { ...after, amount: amount ?? intent.amount, currency: currency ?? intent.currency };
  mustBeChargeable(repriced.amount, repriced.currency);
  const withMethod: Intent = method ? { ...repriced, status: 'requires_confirmation', methodId: method.id } : repriced;
  ledger.apply({ intent: withMethod, ...(method ? { method } : {}), events: [] }, call.cause);
  return ok(ledger.intent(withMethod));
}

export function capturePaymentIntent(call: Call): Answer {
  const { parameters, ledger } = call;
  const intent = load(call);
  const amount = parameters.integer('amount_to_capture', { min: 1, max: MAXIMUM_AMOUNT });
  const metadata = mergeMetadata(intent.metadata, parameters.metadata());
  parameters.finish();
  mustBeIn(intent, ['requires_capture'], 'capture');
  const charge = latestCharge(call, intent);
  const method = ledger.store.methods.get(charge.methodId);
  const change = capture({ ...intent, metadata }, charge, method, amount, ledger.clock.now());
  ledger.apply(change, call.cause);
  return ok(ledger.intent(change.intent ?? intent));
}

export function cancelPaymentIntent(call: Call): Answer {
  const { parameters, ledger } = call;
  const intent = load(call);
  const reason =
    parameters.oneOf('cancellation_reason', ['abandoned', 'duplicate', 'fraudulent', 'requested_by_customer']) ?? null;
  parameters.finish();
  if (
    intent.sessionId &&
    intent.status !== 'requires_capture' &&
    intent.status !== 'canceled' &&
    intent.status !== 'succeeded'
  ) {
    throw conflictingState(
      'payment_intent_invalid_parameter',
      'You cannot cancel this PaymentIntent because it was created by a Checkout Session. Expire the Checkout Session instead.',
    );
  }
  const charge = intent.status === 'requires_capture' ? latestCharge(call, intent) : undefined;
  const change = cancel(intent, charge, reason, ledger.clock.now());
  ledger.apply(change, call.cause);
  return ok(ledger.intent(change.intent ?? intent));
}

export function retrievePaymentIntent(call: Call): Answer {
  call.parameters.text('client_secret');
  call.parameters.finish();
  return ok(call.ledger.intent(load(call)));
}

export function listPaymentIntents({ parameters, ledger }: Call): Answer {
  const page = readPage(parameters, {});
  parameters.finish();
  const { items, hasMore } = ledger.store.intents.list(page);
  return ok(
    listObject(
      '/v1/payment_intents',
      items.map(intent => ledger.intent(intent)),
      hasMore,
    ),
  );
}

const load = ({ id, ledger }: Call): Intent => found(ledger.store.intents.get(id), 'payment_intent', id, 'intent');

function latestCharge({ ledger }: Call, intent: Intent) {
  const id = intent.latestChargeId ?? '';
  return found(ledger.store.charges.get(id), 'charge', id, 'charge');
}

const missingMethod = () =>
  conflictingState(
    'payment_intent_unexpected_state',
    'You cannot confirm this PaymentIntent because it’s missing a payment method. Update the PaymentIntent with a payment method and then confirm it again.',
  );

/**
 * Dashboard-managed methods may redirect, so Stripe wants to know where to
 * (https://docs.stripe.com/api/payment_intents/create#create_payment_intent-return_url).
 */
function mustHaveReturnUrl(automatic: Intent['automatic'], how: Confirmation): void {
  if (automatic !== 'always' || how.returnUrl || how.offSession) return;
  throw invalidParameter(
    'return_url',
    'This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don’t want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.',
  );
}
