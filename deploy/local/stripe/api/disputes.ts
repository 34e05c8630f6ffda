import { closeDispute } from '../state/disputes.ts';
import { listObject } from '../wire/list.ts';
import { type Answer, type Call, found, ok, readPage } from './call.ts';

export function retrieveDispute({ id, parameters, ledger }: Call): Answer {
  parameters.finish();
  return ok(ledger.dispute(found(ledger.store.disputes.get(id), 'dispute', id, 'dispute')));
}

export function listDisputes({ parameters, ledger }: Call): Answer {
  const page = readPage(parameters, {
    chargeId: parameters.text('charge'),
    intentId: parameters.text('payment_intent'),
  });
  parameters.finish();
  const { items, hasMore } = ledger.store.disputes.list(page);
  return ok(
    listObject(
      '/v1/disputes',
      items.map(one => ledger.dispute(one)),
      hasMore,
    ),
  );
}

/** Closing a dispute accepts that it is lost (https://docs.stripe.com/api/disputes/close). */
export function acceptDispute({ id, parameters, ledger, cause }: Call): Answer {
  parameters.finish();
  const one = found(ledger.store.disputes.get(id), 'dispute', id, 'dispute');
  const change = closeDispute(one, 'lost', ledger.clock.now());
  ledger.apply(change, cause);
  return ok(ledger.dispute(change.dispute ?? one));
}
