import { invalidParameter } from '../errors.ts';
import type { Ledger } from '../ledger.ts';
import { lineItemsObject } from '../wire/checkout-session.ts';
import { listObject } from '../wire/list.ts';
import { paymentMethodObject } from '../wire/payment-method.ts';
import { balanceTransactionObject } from '../wire/refund.ts';

type Json = Record<string, unknown>;

/** At most four levels (https://docs.stripe.com/api/expanding_objects). */
const MAX_DEPTH = 4;

/**
 * Replaces ids by the objects they name: `expand[]=latest_charge.balance_transaction`. Throws for what cannot be
 * expanded.
 */
export function expandAll(body: object, paths: readonly string[], ledger: Ledger): object {
  return paths.reduce<Json>((expanded, path) => {
    const steps = path.split('.');
    if (steps.length > MAX_DEPTH)
      throw invalidParameter(
        'expand',
        `You cannot expand more than ${MAX_DEPTH} levels of a property. Property: ${path}`,
      );
    return expandPath(expanded, steps, path, ledger);
  }, asJson(body));
}

function expandPath(target: Json, steps: readonly string[], path: string, ledger: Ledger): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return target;
  const value = included(target, step, ledger) ?? target[step];
  if (step === 'data' && Array.isArray(value)) {
    return { ...target, data: value.map(item => expandPath(asJson(item), rest, path, ledger)) };
  }
  if (value === null) return target;
  const object = typeof value === 'string' ? lookUp(value, ledger) : typeof value === 'object' ? value : undefined;
  if (!object) throw invalidParameter('expand', `This property cannot be expanded (${path}).`);
  return { ...target, [step]: expandPath(asJson(object), rest, path, ledger) };
}

/** Members that are omitted unless they are requested. */
function included(target: Json, step: string, ledger: Ledger): object | undefined {
  const id = String(target.id);
  if (target.object === 'checkout.session' && step === 'line_items') {
    const session = ledger.store.sessions.get(id);
    return session && lineItemsObject(session);
  }
  if (target.object === 'charge' && step === 'refunds') {
    const page = { limit: 10, startingAfter: undefined, endingBefore: undefined, where: { chargeId: id }, created: {} };
    const { items, hasMore } = ledger.store.refunds.list(page);
    return listObject(
      `/v1/charges/${id}/refunds`,
      items.map(refund => ledger.refund(refund)),
      hasMore,
    );
  }
  return undefined;
}

function lookUp(id: string, ledger: Ledger): object | undefined {
  const { store } = ledger;
  const show = <Item>(item: Item | undefined, render: (item: Item) => object) => item && render(item);
  switch (id.slice(0, id.indexOf('_'))) {
    case 'pi':
      return show(store.intents.get(id), intent => ledger.intent(intent));
    case 'ch':
      return show(store.charges.get(id), charge => ledger.charge(charge));
    case 're':
      return show(store.refunds.get(id), refund => ledger.refund(refund));
    case 'pm':
      return show(store.methods.get(id), paymentMethodObject);
    case 'txn':
      return show(store.balances.get(id), balance => balanceTransactionObject(balance, ledger.clock.now()));
    case 'cs':
      return show(store.sessions.get(id), session => ledger.session(session));
    default:
      return undefined;
  }
}

const asJson = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
