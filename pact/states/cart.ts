import type { Store } from '../../services/cart/store.ts';
import type { TestUpstream } from '../../services/cart/testing/upstream.ts';
import { usd } from '../examples.ts';
import type { States } from '../provider.ts';

/** The provider states of cart. */
export function cartStates(store: Store, shop: TestUpstream): States {
  const states: States = {
    async 'a sku is for sale'({ sku, available }) {
      shop.sell(String(sku), 101, Number(available));
    },
    async 'a cart is filled'(params) {
      shop.sell(String(params.sku), 101, 40);
      await states['a cart was shown']?.(params);
    },
    async 'a cart was shown'({ cartId, sku }) {
      const line = {
        sku: String(sku),
        slug: 'bananas',
        title: 'Bananas',
        image: { url: '/media/b-640.webp', alt: 'Bananas' },
      };
      await store.create({
        id: String(cartId),
        lines: [{ ...line, quantity: 2, unitPrice: usd(101), lineTotal: usd(202), available: 40, purchasable: true }],
        subtotal: usd(202),
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
      });
    },
  };
  return states;
}
