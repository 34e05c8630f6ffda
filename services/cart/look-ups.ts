import type { Sku } from '../../generated/cart/types.ts';
import { inBatches } from '../../look/in-batches.ts';
import { createBatcher } from '../platform/workers/batcher.ts';

/** Maximum number of skus of one look-up at catalog or inventory, by their contracts. */
const MAX_SKUS = 200;

/**
 * Batches look-ups of concurrent callers: those that arrive during a request form the next one. So a response is never
 * older than its look-up. `request` returns the values of at most 200 skus.
 */
export function shareLookUps<T>(
  request: (skus: readonly Sku[]) => Promise<ReadonlyMap<Sku, T>>,
): (skus: readonly Sku[]) => Promise<Map<Sku, T>> {
  interface LookUp {
    skus: readonly Sku[];
    found: Map<Sku, T>;
  }

  const lookUp = createBatcher<LookUp>(
    async items => {
      const wanted = [...new Set(items.flatMap(({ skus }) => skus))];
      const answers = await Promise.all(inBatches(wanted, MAX_SKUS).map(request));
      for (const { skus, found } of items)
        for (const sku of skus)
          for (const answer of answers) {
            const value = answer.get(sku);
            if (value !== undefined) found.set(sku, value);
          }
    },
    { maxSize: MAX_SKUS },
  );

  return async skus => {
    const found = new Map<Sku, T>();
    if (skus.length > 0) await lookUp({ skus, found });
    return found;
  };
}
