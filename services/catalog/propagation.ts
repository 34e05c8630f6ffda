import { catalogEvents } from '../../generated/catalog/events.ts';
import { type CategoryRecord, toProductCategory } from './category.ts';
import { productUpdated, revise } from './product.ts';
import { type Store, VersionConflict, type Write } from './store.ts';

const BATCH = 100;
/** Between two comparisons of a category that was renamed just now. */
const PAUSE_MS = 1_000;

/** Writes the name and slug of a category into a batch of its products, with their events; how many there were. */
async function propagateBatch(store: Store, category: CategoryRecord): Promise<number> {
  const outdated = await store.categories.outdated(category, BATCH);
  const now = new Date();
  const writes = outdated.flatMap((before): Write[] => {
    const after = revise(before, { ...before, category: toProductCategory(category) }, now);
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
  return outdated.length;
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
    while (!signal.aborted && (await propagateBatch(store, category)) > 0);
    if (signal.aborted) return;
    if ((category.propagateUntil?.getTime() ?? 0) < Date.now()) await store.categories.propagated(category);
    else runAgainAt(new Date(Date.now() + PAUSE_MS));
  }
}
