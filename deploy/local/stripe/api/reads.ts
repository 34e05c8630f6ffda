import type { EventLog, StoredEvent } from '../events.ts';
import { listObject } from '../wire/list.ts';
import { balanceTransactionObject } from '../wire/refund.ts';
import { type Answer, type Call, found, type Handler, ok, readPage } from './call.ts';

/** What can only be read: charges, balance transactions, events. */
export function retrieveCharge({ id, parameters, ledger }: Call): Answer {
  parameters.finish();
  return ok(ledger.charge(found(ledger.store.charges.get(id), 'charge', id, 'id')));
}

export function listCharges({ parameters, ledger }: Call): Answer {
  const page = readPage(parameters, { intentId: parameters.text('payment_intent') });
  parameters.finish();
  const { items, hasMore } = ledger.store.charges.list(page);
  return ok(
    listObject(
      '/v1/charges',
      items.map(charge => ledger.charge(charge)),
      hasMore,
    ),
  );
}

export function retrieveBalanceTransaction({ id, parameters, ledger }: Call): Answer {
  parameters.finish();
  return ok(
    balanceTransactionObject(found(ledger.store.balances.get(id), 'balance_transaction', id, 'id'), ledger.clock.now()),
  );
}

export function listBalanceTransactions({ parameters, ledger }: Call): Answer {
  const page = readPage(parameters, { sourceId: parameters.text('source'), type: parameters.text('type') });
  parameters.finish();
  const { items, hasMore } = ledger.store.balances.list(page);
  return ok(
    listObject(
      '/v1/balance_transactions',
      items.map(one => balanceTransactionObject(one, ledger.clock.now())),
      hasMore,
    ),
  );
}

const eventObject = (event: StoredEvent) => ({ ...event.body, pending_webhooks: event.pendingWebhooks });

export const retrieveEvent =
  (events: EventLog): Handler =>
  ({ id, parameters }) => {
    parameters.finish();
    return ok(eventObject(found(events.get(id), 'event', id, 'id')));
  };

export const listEvents =
  (events: EventLog): Handler =>
  ({ parameters }) => {
    const { created, limit, startingAfter, endingBefore } = readPage(parameters, {});
    const type = parameters.text('type');
    const types = type === undefined ? parameters.texts('types') : [type];
    parameters.finish();
    const { items, hasMore } = events.list({
      limit,
      startingAfter,
      endingBefore,
      types,
      createdFrom: created.gte ?? (created.gt === undefined ? undefined : created.gt + 1),
      createdTo: created.lte ?? (created.lt === undefined ? undefined : created.lt - 1),
    });
    return ok(listObject('/v1/events', items.map(eventObject), hasMore));
  };
