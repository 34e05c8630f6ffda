import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { isObject } from '../../kit/api/request-body.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { levelOf } from './stock-level.ts';

const freshMs = 30_000;

const wantedOf = (skus: readonly string[]): string[] => [...new Set(skus)].sort();

async function readVariants(sku: string[], signal: AbortSignal) {
  const { items } = await bodyOf(api.catalog.describeVariants({ query: { sku } }, { signal }));
  return new Map(items.map(item => [item.sku, item]));
}

/**
 * What these skus are, by sku; what catalog does not know is missing. At most a hundred, as many as a page of a list
 * holds.
 */
export function useVariants(skus: readonly string[]) {
  const { can } = useAccess();
  const wanted = wantedOf(skus);
  return useApiQuery(['variants', wanted], signal => readVariants(wanted, signal), {
    enabled: wanted.length > 0 && can('describeVariants'),
    staleTime: freshMs,
  });
}

/**
 * Asks what the skus of a page of levels are when the page arrives, and not only when it is drawn: the names come with
 * the rows.
 */
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
      const wanted = wantedOf(skusOf(event.query.state.data));
      if (wanted.length === 0) return;
      void client.prefetchQuery({
        queryKey: ['api', 'variants', wanted],
        queryFn: ({ signal }) => readVariants(wanted, signal),
        staleTime: freshMs,
      });
    });
  }, [client, canAsk]);
}

/** The skus of a page of levels as react-admin keeps it. */
function skusOf(page: unknown): string[] {
  if (!isObject(page) || !Array.isArray(page.data)) return [];
  return page.data.flatMap(record => levelOf(record)?.sku ?? []);
}
