import type { Heard } from './checkout.ts';
import type { RunOptions } from './run.ts';
import { type Checkout, type Database, findStanding } from './store.ts';

interface Options {
  database: Database;
  /** Undoes an order that is not paid; false when it is (flow.ts). */
  giveUp(orderId: string, reason: 'replaced'): Promise<boolean>;
  ask: RunOptions['ask'];
}

/**
 * A cart is bought once. Before a checkout reserves anything, an order of the same cart whose payment has not come in
 * is given up: what it held is free for this one, and nobody can pay for both. Where it was paid there is no cart any
 * more. The database sees to it that no other one begins meanwhile (`save`).
 */
export function onePerCart({ database, giveUp, ask }: Options): RunOptions['ask'] {
  return async (checkout: Checkout): Promise<Heard> => {
    if (checkout.state.step === 'priced') {
      for (const orderId of await findStanding(database, checkout)) {
        if (!(await giveUp(orderId, 'replaced'))) return { heard: 'refusal', ending: { as: 'no_cart' } };
      }
    }
    return ask(checkout);
  };
}
