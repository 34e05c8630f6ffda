import { conflictingState, invalidParameter } from '../errors.ts';
import { MAXIMUM_AMOUNT } from '../money.ts';
import type { Charge } from '../state/records.ts';
import { refund } from '../state/refunds.ts';
import { listObject } from '../wire/list.ts';
import { type Answer, type Call, found, mergeMetadata, ok, readPage } from './call.ts';

export function createRefund(call: Call): Answer {
  const { parameters, ledger } = call;
  const request = {
    amount: parameters.integer('amount', { min: 1, max: MAXIMUM_AMOUNT }),
    reason: parameters.oneOf('reason', ['duplicate', 'fraudulent', 'requested_by_customer']) ?? null,
    metadata: mergeMetadata({}, parameters.metadata()),
  };
  const chargeId = parameters.text('charge');
  const intentId = parameters.text('payment_intent');
  parameters.finish();
  const charge = chargeToRefund(call, chargeId, intentId);
  const method = found(ledger.store.methods.get(charge.methodId), 'PaymentMethod', charge.methodId, 'payment_method');
  const change = refund(charge, method, request, ledger.clock.now());
  ledger.apply(change, call.cause);
  return ok(change.refund ? ledger.refund(change.refund) : {});
}

function chargeToRefund({ ledger }: Call, chargeId: string | undefined, intentId: string | undefined): Charge {
  if (chargeId !== undefined) return found(ledger.store.charges.get(chargeId), 'charge', chargeId, 'charge');
  if (intentId === undefined)
    throw invalidParameter(
      'charge',
      'One of the following params should be provided for this request: payment_intent or charge.',
      'parameter_missing',
    );
  const intent = found(ledger.store.intents.get(intentId), 'payment_intent', intentId, 'payment_intent');
  const charge = intent.latestChargeId === null ? undefined : ledger.store.charges.get(intent.latestChargeId);
  if (charge?.status !== 'succeeded') {
    throw conflictingState(
      'payment_intent_unexpected_state',
      `This PaymentIntent (${intent.id}) does not have a successful charge to refund.`,
      {
        param: 'payment_intent',
      },
    );
  }
  return charge;
}

export function retrieveRefund({ id, parameters, ledger }: Call): Answer {
  parameters.finish();
  return ok(ledger.refund(found(ledger.store.refunds.get(id), 'refund', id, 'id')));
}

export function updateRefund({ id, parameters, ledger, cause }: Call): Answer {
  const before = found(ledger.store.refunds.get(id), 'refund', id, 'id');
  const after = { ...before, metadata: mergeMetadata(before.metadata, parameters.metadata()) };
  parameters.finish();
  ledger.apply({ refund: after, events: ['refund.updated', 'charge.refund.updated'] }, cause);
  return ok(ledger.refund(after));
}

export function listRefunds({ parameters, ledger }: Call): Answer {
  const page = readPage(parameters, {
    chargeId: parameters.text('charge'),
    intentId: parameters.text('payment_intent'),
  });
  parameters.finish();
  const { items, hasMore } = ledger.store.refunds.list(page);
  return ok(
    listObject(
      '/v1/refunds',
      items.map(one => ledger.refund(one)),
      hasMore,
    ),
  );
}
