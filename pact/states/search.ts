import { documentOf } from '../../services/search/product.ts';
import { product, type TestIndex } from '../../services/search/testing/index.ts';
import type { States } from '../provider.ts';
import { image } from '../storefront-client.ts';

/** The provider states of search. */
export function searchStates(index: TestIndex): States {
  return {
    async 'a product can be found'({ sku }) {
      const bananas = product('Bananas', 'Fruit', {
        sku: String(sku),
        price: 101,
        size: '1 kg',
        brand: 'Chiquita',
        images: [image],
      });
      await index.store.applyProducts([documentOf(bananas)]);
      await index.store.applyStock([{ sku: String(sku), available: 40, version: 1 }]);
      await index.refresh();
    },
    async 'the index was built anew'() {
      await index.state.request();
      const lease = await index.state.acquire('pact');
      await lease?.release(true);
    },
  };
}
