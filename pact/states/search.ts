import { z } from 'zod';
import { documentOf } from '../../services/search/product.ts';
import { product, type TestIndex } from '../../services/search/testing/index.ts';
import { state, stateOf } from '../state.ts';
import { image } from '../storefront-client.ts';

/** The provider states of search. */
export function searchStates(index: TestIndex) {
  return {
    'a product can be found': stateOf({ sku: z.string() }, async ({ sku }) => {
      const bananas = product('Bananas', 'Fruit', {
        sku,
        price: 101,
        size: '1 kg',
        brand: 'Chiquita',
        images: [image],
        attributes: [
          {
            key: 'origin',
            name: 'Origin',
            type: 'choice',
            filterable: true,
            position: 0,
            values: [{ key: 'peru', name: 'Peru' }],
          },
        ],
      });
      await index.store.applyProducts([documentOf(bananas)]);
      await index.store.applyStock([{ sku, available: 40, version: 1 }]);
      await index.refresh();
    }),
    'the index was built anew': state(async () => {
      await index.state.request();
      const lease = await index.state.acquire('pact');
      await lease?.release(true);
    }),
  };
}
