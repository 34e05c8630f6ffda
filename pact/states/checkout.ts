import type { CheckoutSuite } from '../../services/checkout/testing/suite.ts';
import { SKU } from '../examples.ts';
import type { States } from '../provider.ts';

/** What checkout has in the pacts that others have with it: a cart of two bananas at 1.01 USD, and what became of them since. */
export function checkoutStates({ shop }: CheckoutSuite): States {
  return {
    'a cart can be bought': async () => ({ cartId: shop.fill(SKU) }),
    async 'a price changed since the cart was shown'() {
      const cartId = shop.fill(SKU);
      shop.prices.set(SKU, 111);
      return { cartId };
    },
    'a cart is sold out': async () => ({ cartId: shop.fill(SKU, 2, 101, 0) }),
  };
}
