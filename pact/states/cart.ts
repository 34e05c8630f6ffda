import { z } from 'zod';
import type { Store } from '../../services/cart/store.ts';
import type { TestUpstream } from '../../services/cart/testing/upstream.ts';
import { usd } from '../examples.ts';
import { stateOf } from '../state.ts';

/** The provider states of cart. */
export function cartStates(store: Store, shop: TestUpstream) {
  async function show({ cartId, sku }: { cartId: string; sku: string }): Promise<void> {
    const image = { url: '/media/b-640.webp', alt: 'Bananas' };
    const line = { sku, slug: 'bananas', title: 'Bananas', image };
    await store.cacheOffers([{ sku, version: 1, value: { ...line, price: usd(101) } }]);
    await store.create({
      id: cartId,
      lines: [{ ...line, quantity: 2, unitPrice: usd(101), lineTotal: usd(202), available: 40, purchasable: true }],
      subtotal: usd(202),
      expiresAt: new Date(Date.now() + 60_000).toISOString(),
    });
  }
  const shown = { cartId: z.string(), sku: z.string() };
  return {
    'a sku is for sale': stateOf({ sku: z.string(), available: z.number() }, async ({ sku, available }) => {
      shop.sell(sku, 101, available);
    }),
    'a cart is filled': stateOf(shown, async cart => {
      shop.sell(cart.sku, 101, 40);
      await show(cart);
    }),
    'a cart was shown': stateOf(shown, show),
  };
}
