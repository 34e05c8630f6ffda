import type { Product } from '../../generated/catalog/types.ts';
import { imageOf } from '../../services/catalog/media/pictures.ts';
import type { CatalogSuite } from '../../services/catalog/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { usd } from '../examples.ts';
import type { States } from '../provider.ts';

const picture = { id: '0123456789abcdef0123456789abcdef', sizes: [{ width: 160, height: 160 }] };

/** A product with everything a product can have, made over HTTP as merchants do. */
export async function addProduct({ dependencies, merchant }: CatalogSuite, skus: readonly string[]): Promise<Product> {
  await dependencies.store.inTransaction(session => dependencies.media.complete(newId(), picture, session));
  const answer = await merchant.createProduct({
    headers: { 'idempotency-key': newId() },
    body: {
      ...{ title: `Bananas ${skus[0]}`, description: 'Ripe.', status: 'active', brand: 'Chiquita', category: 'Fruit', tags: ['organic'] },
      images: [imageOf(picture, 'Bananas', '#f5d76e')],
      variants: skus.map(sku => ({ sku, price: usd(101), size: '1 kg', options: { Bunch: sku }, weightGrams: 1_000 })),
    },
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

/** What catalog has in the pacts that others have with it; a sku is for sale once, however many pacts ask for it. */
export function catalogStates(suite: CatalogSuite): States {
  return {
    async 'a product is for sale'({ sku }) {
      const answer = await suite.service.lookUpVariants({ body: { skus: [String(sku)] } });
      if (answer.status === 200 && answer.body.items.length === 0) await addProduct(suite, [String(sku)]);
    },
  };
}
