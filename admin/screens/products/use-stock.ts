import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { inBatches } from '../../../look/in-batches.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';

const MAX_SKUS = 100;

/** Available units by sku; skus unknown to inventory are missing. All rows of a list share one query. */
export function useStock(skus: readonly string[]) {
  const wanted = [...new Set(skus)].sort();
  return useApiQuery(
    ['stock-of', wanted],
    async signal => {
      const lists = await Promise.all(
        inBatches(wanted, MAX_SKUS).map(sku => bodyOf(api.inventory.getAvailability({ query: { sku } }, { signal }))),
      );
      return new Map(lists.flatMap(({ items }) => items.map(({ sku, available }) => [sku, available] as const)));
    },
    { enabled: wanted.length > 0, staleTime: 5_000 },
  );
}
