import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { isObject } from '../../kit/api/request-body.ts';
import { fieldReads } from '../../kit/api/usage.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { levelOf } from './stock-level.ts';

const freshMs = 30_000;

const wantedOf = (skus: readonly string[]): string[] => [...new Set(skus)].sort();

async function readVariants(sku: string[], signal: AbortSignal) {
  const { items } = await bodyOf(api.catalog.describeVariants({ query: { sku } }, { signal }));
  return new Map(items.map(item => [item.sku, item]));
}

/** Variants by sku; skus unknown to the catalog are missing. At most 100, a page of a list. */
export function useVariants(skus: readonly string[]) {
  const { can } = useAccess();
  const wanted = wantedOf(skus);
  return useApiQuery(['variants', wanted], signal => readVariants(wanted, signal), {
    enabled: wanted.length > 0 && can('describeVariants'),
    staleTime: freshMs,
  });
}

/** Prefetches the variants of a page of levels as soon as it arrives, so that names appear with the rows. */
export function usePrefetchVariants(): void {
  const client = useQueryClient();
  const { can } = useAccess();
  const canAsk = can('describeVariants');
  useEffect(() => {
    if (!canAsk) return undefined;
    return client.getQueryCache().subscribe(event => {
      const [resource, what] = event.query.queryKey;
      if (event.type !== 'updated' || event.action.type !== 'success' || resource !== 'stock' || what !== 'getList')
        return;
      const wanted = wantedOf(skusOf(fieldReads.watched(event.query.state.data)));
      if (wanted.length === 0) return;
      void client.prefetchQuery({
        queryKey: ['api', 'variants', wanted],
        queryFn: async ({ signal }) => fieldReads.cached(await readVariants(wanted, signal)),
        staleTime: freshMs,
      });
    });
  }, [client, canAsk]);
}

/** The skus of a cached page of levels. */
function skusOf(page: unknown): string[] {
  if (!isObject(page) || !Array.isArray(page.data)) return [];
  return page.data.flatMap(record => levelOf(record)?.sku ?? []);
}
