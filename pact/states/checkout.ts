import { type CheckoutSuite, card, newKey, requestFor } from '../../services/checkout/testing/suite.ts';
import { SKU } from '../examples.ts';
import { state } from '../state.ts';

/** The provider states of checkout: a cart of two bananas at 1.01 USD, and its checkouts. */
export function checkoutStates({ upstreams, client }: CheckoutSuite) {
  const bought = async (by: { paymentMethod?: string }) => {
    const response = await client.createCheckout({
      headers: { 'idempotency-key': newKey() },
      body: requestFor(upstreams.fill(SKU), by),
    });
    if (response.status !== 201) throw new Error(JSON.stringify(response.body));
    return { checkoutId: response.body.id, orderToken: response.body.orderToken };
  };
  return {
    'a cart can be bought': state(async () => ({ cartId: upstreams.fill(SKU) })),
    'a price changed since the cart was shown': state(async () => {
      const cartId = upstreams.fill(SKU);
      upstreams.prices.set(SKU, 111);
      return { cartId };
    }),
    'a cart is sold out': state(async () => ({ cartId: upstreams.fill(SKU, 2, 101, 0) })),
    'a checkout waits for its payment': state(() => bought({})),
    'a checkout is paid': state(() => bought(card)),
  };
}
