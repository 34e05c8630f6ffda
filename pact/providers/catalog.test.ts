import { afterAll, beforeAll, test } from '@jest/globals';
import type { catalogEvents } from '../../generated/catalog/events.ts';
import { type CatalogSuite, startCatalogSuite } from '../../services/catalog/testing/suite.ts';
import { newId } from '../../services/platform/ids.ts';
import { usd } from '../examples.ts';
import { adminHeaders, lastEvent, type OutboxRow, type Publications, verify } from '../provider.ts';
import { addProduct, catalogStates } from '../states/catalog.ts';

let suite: CatalogSuite;
beforeAll(async () => {
  suite = await startCatalogSuite();
});
afterAll(() => suite.close());

test('catalog keeps every pact that others have with it', async () => {
  const outbox = () => suite.mongo.db.collection<OutboxRow>('outbox').find().sort({ place: 1 }).toArray();
  const publications: Publications<typeof catalogEvents> = {
    async ProductUpdated() {
      const kept = newId();
      const removed = newId();
      const { id: productId } = await addProduct(suite, [kept, removed]);
      const variants = [{ sku: kept, price: usd(99), size: '1 kg', options: { Bunch: 'Six' } }];
      await suite.merchant.updateProduct({ path: { productId }, body: { variants } });
      return lastEvent(await outbox(), 'ProductUpdated');
    },
    async ChangeMade() {
      const { id: productId } = await addProduct(suite, [newId()]);
      await suite.merchant.updateProduct({ path: { productId }, body: { description: 'Riper.' } });
      return lastEvent(await outbox(), 'ChangeMade');
    },
    async ProductDeleted() {
      const { id } = await addProduct(suite, [newId()]);
      await suite.merchant.deleteProduct({ path: { productId: id } });
      return lastEvent(await outbox(), 'ProductDeleted');
    },
  };
  await verify('catalog', {
    url: suite.url,
    states: catalogStates(suite),
    publications,
    staff: adminHeaders(suite.identity),
  });
});
