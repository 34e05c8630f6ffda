import { catalogEvents } from '../../generated/catalog/events.ts';
import { toProductCategory } from './category.ts';
import { type ProductRecord, productUpdated, revise } from './product.ts';
import { currentAttributes, withAttributes } from './product-attributes.ts';
import { type Store, VersionConflict, type Write } from './store.ts';

const BATCH = 100;
/** Between two comparisons of a category that was renamed just now. */
const PAUSE_MS = 1_000;

/** Writes a batch of products as `update` makes them, with their events. */
async function writeBatch(
  store: Store,
  outdated: readonly ProductRecord[],
  update: (product: ProductRecord) => ProductRecord,
): Promise<void> {
  const now = new Date();
  const writes = outdated.flatMap((before): Write[] => {
    const after = revise(before, update(before), now);
    return after ? [{ before, after }] : [];
  });
  const events = writes.flatMap(({ before, after }) =>
    after ? [catalogEvents.ProductUpdated(after.id, productUpdated(after, before))] : [],
  );
  try {
    await store.inTransaction(async session => {
      await store.write(session, writes);
      await store.publish(session, ...events);
    });
  } catch (error) {
    // A product changed meanwhile: it is read again.
    if (!(error instanceof VersionConflict)) throw error;
  }
}

/**
 * Brings the products of renamed categories up to date. A category is compared until transactions that read its former
 * name have ended: `runAgainAt` gets the time of the next comparison.
 */
export async function propagateCategories(
  store: Store,
  signal: AbortSignal,
  runAgainAt: (at: Date) => void = () => {},
): Promise<void> {
  for (const category of await store.categories.toPropagate()) {
    for (;;) {
      if (signal.aborted) return;
      const outdated = await store.categories.outdated(category, BATCH);
      if (outdated.length === 0) break;
      await writeBatch(store, outdated, product => ({ ...product, category: toProductCategory(category) }));
    }
    if ((category.propagateUntil?.getTime() ?? 0) < Date.now()) await store.categories.propagated(category);
    else runAgainAt(new Date(Date.now() + PAUSE_MS));
  }
}

/**
 * Brings the products of changed attributes up to date. A product gets an attribute in a transaction that conflicts
 * with a change of it (`refresh`), so none takes an earlier revision afterwards. One that is being deleted goes with
 * the last product that has it.
 */
export async function propagateAttributes(store: Store, signal: AbortSignal): Promise<void> {
  for (const attribute of await store.attributes.toPropagate()) {
    for (;;) {
      if (signal.aborted) return;
      const outdated = await store.attributes.outdated(attribute, BATCH);
      if (outdated.length === 0) break;
      const known = await store.attributes.byUsableId();
      await writeBatch(store, outdated, product =>
        withAttributes(product, currentAttributes(product.attributes ?? [], known)),
      );
    }
    if (attribute.deleting) await store.inTransaction(session => store.attributes.remove(session, attribute.id));
    else await store.attributes.propagated(attribute);
  }
}
