import { catalogEvents } from '../../../generated/catalog/events.ts';
import { type ProductRecord, productDeleted, productUpdated } from '../product.ts';
import { VersionConflict, type Write } from '../store.ts';
import type { ImportDependencies } from './dependencies.ts';

const BATCH = 100;

/** A product as it is, and as it was before the import, which made those that were not there. */
interface Revert {
  current: ProductRecord;
  before?: ProductRecord;
}

/**
 * Takes back what an import has written, product by product as they were before: a file that fails changes nothing, and
 * an import can be undone. A product that was changed since stays as it is. Repeating it continues where it ended.
 */
export async function revertImport({ store, jobs }: ImportDependencies, importId: string): Promise<void> {
  for (;;) {
    const images = await jobs.beforeImages(importId, BATCH);
    if (images.length === 0) return;
    const products = await store.byIds(images.map(({ productId }) => productId));
    const now = new Date();
    const reverts = images.flatMap(({ productId, version, before }): Revert[] => {
      const product = products.get(productId);
      if (!product || product.version !== version) return [];
      if (!before) return [{ current: product }];
      return [{ current: product, before: { ...before, version: product.version + 1, updatedAt: now } }];
    });
    try {
      await store.inTransaction(async session => {
        const restored = await store.attributes.refresh(
          session,
          reverts.flatMap(({ before }) => before ?? []),
        );
        const byId = new Map(restored.map(product => [product.id, product]));
        const writes = reverts.map(
          ({ current, before }): Write =>
            before ? { before: current, after: byId.get(before.id) ?? before } : { before: current },
        );
        const events = writes.map(({ before, after }) =>
          after
            ? catalogEvents.ProductUpdated(after.id, productUpdated(after, before))
            : catalogEvents.ProductDeleted(before.id, productDeleted(before)),
        );
        await store.write(session, writes);
        await jobs.removeBeforeImages(importId, images, session);
        await jobs.recordUndone(importId, writes.length, session);
        await store.publish(session, ...events);
      });
    } catch (error) {
      // A product changed meanwhile: the batch is read again.
      if (!(error instanceof VersionConflict)) throw error;
    }
  }
}
