import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { inBatches } from '../../../look/in-batches.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';

const MAX_SKUS = 100;

/** How many wait for a message that a variant is back, by sku; skus that nobody waits for are missing. */
export function useWaiting(skus: readonly string[]): ReadonlyMap<string, number> {
  const { can } = useAccess();
  const wanted = [...new Set(skus)].sort();
  const { data } = useApiQuery(
    ['waiting-for', wanted],
    async signal => {
      const lists = await Promise.all(
        inBatches(wanted, MAX_SKUS).map(sku =>
          bodyOf(api.notifications.listStockAlerts({ query: { sku } }, { signal })),
        ),
      );
      return new Map(lists.flatMap(({ items }) => items.map(({ sku, waiting }) => [sku, waiting] as const)));
    },
    { enabled: wanted.length > 0 && can('listStockAlerts') },
  );
  return data ?? new Map();
}
