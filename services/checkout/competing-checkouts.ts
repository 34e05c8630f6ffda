import type { StepResult } from './checkout.ts';
import type { RunOptions } from './run.ts';
import { findCompetingOrders, type Sql } from './store.ts';
import type { Checkout } from './stored-checkout.ts';

interface Options {
  sql: Sql;
  /** Cancels an order that is not paid; false when it is paid (workflow.ts). */
  cancelUnpaid(orderId: string, reason: 'replaced'): Promise<boolean>;
  runStep: RunOptions['runStep'];
}

/**
 * A cart is bought once. Before a checkout reserves anything, it cancels an unpaid order of the same cart: the stock is
 * released for this one, and nobody can pay for both. If that order is paid, the result is 'no_cart'. A unique index
 * prevents two checkouts of a cart from starting at the same time (`save`).
 */
export function oneOrderPerCart({ sql, cancelUnpaid, runStep }: Options): RunOptions['runStep'] {
  return async (checkout: Checkout): Promise<StepResult> => {
    if (checkout.state.step === 'priced') {
      for (const orderId of await findCompetingOrders(sql, checkout)) {
        if (!(await cancelUnpaid(orderId, 'replaced'))) return { kind: 'refused', ending: { as: 'no_cart' } };
      }
    }
    return runStep(checkout);
  };
}
