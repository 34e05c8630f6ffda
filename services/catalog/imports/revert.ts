import { catalogEvents } from '../../../generated/catalog/events.ts';
import { productDeleted, productUpdated } from '../product.ts';
import { VersionConflict, type Write } from '../store.ts';
import type { ImportDependencies } from './dependencies.ts';

const BATCH = 100;

/**
 * Takes back what an import has written, product by product as they were before: a file that fails changes nothing, and
 * an import can be undone. A product that was changed since stays as it is. Repeating it continues where it ended.
 */
export async function revertImport({ store, jobs }: ImportDependencies, importId: string): Promise<void> {
  for (;;) {
    const images = await jobs.beforeImages(importId, BATCH);
    if (images.length === 0) return;
    const current = await store.byIds(images.map(({ productId }) => productId));
    const now = new Date();
    const writes = images.flatMap(({ productId, version, before }): Write[] => {
      const product = current.get(productId);
      if (!product || product.version !== version) return [];
      if (!before) return [{ before: product }];
      return [{ before: product, after: { ...before, version: product.version + 1, updatedAt: now } }];
    });
    const events = writes.map(({ before, after }) =>
      after
        ? catalogEvents.ProductUpdated(after.id, productUpdated(after, before))
        : catalogEvents.ProductDeleted(before.id, productDeleted(before)),
    );
    try {
      await store.inTransaction(async session => {
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
