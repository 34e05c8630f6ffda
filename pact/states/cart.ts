import type { Store } from '../../services/cart/store.ts';
import { usd } from '../examples.ts';
import type { States } from '../provider.ts';

/** What cart has in the pacts that others have with it. */
export function cartStates(store: Store): States {
  return {
    async 'a cart was shown'({ cartId, sku }) {
      const line = { sku: String(sku), slug: 'bananas', title: 'Bananas', image: { url: '/media/b-640.webp', alt: 'Bananas' } };
      await store.create({
        id: String(cartId),
        lines: [{ ...line, quantity: 2, unitPrice: usd(101), lineTotal: usd(202), available: 40, purchasable: true }],
        subtotal: usd(202),
        expiresAt: new Date(Date.now() + 60_000).toISOString(),
      });
    },
  };
}
