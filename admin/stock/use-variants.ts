import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { api } from '../api.ts';
import { useRoles } from '../provider/roles.ts';
import { useRead } from '../provider/use-read.ts';

/** What these skus are, by sku; what catalog does not know is missing. At most a hundred, as many as a page of a list holds. */
export function useVariants(skus: readonly string[]) {
  const { may } = useRoles();
  const wanted = [...new Set(skus)].sort();
  return useRead(
    ['variants', wanted],
    async signal => {
      const { items } = await bodyOf(api.catalog.describeVariants({ query: { sku: wanted } }, { signal }));
      return new Map(items.map(item => [item.sku, item]));
    },
    { enabled: wanted.length > 0 && may('describeVariants'), staleTime: 30_000 },
  );
}
