import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Level, Location } from '../../../generated/inventory/types.ts';
import { inBatches } from '../../../look/in-batches.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';

const MOST = 100;

/** Every location, and the levels of these skus there. */
export function useLevels(skus: readonly string[]) {
  const wanted = [...new Set(skus)].sort();
  return useApiQuery(['levels-of', wanted], async signal => {
    const [locations, levels] = await Promise.all([
      bodyOf(api.inventory.listLocations(undefined, { signal })),
      readLevels(wanted, signal),
    ]);
    return { locations: locations.items, levels } satisfies { locations: Location[]; levels: Level[] };
  });
}

async function readLevels(skus: readonly string[], signal: AbortSignal): Promise<Level[]> {
  const levels: Level[] = [];
  for (const batch of inBatches(skus, MOST)) {
    let cursor: string | null | undefined;
    while (cursor !== null) {
      const query = { skus: batch, limit: MOST, ...(cursor && { cursor }) };
      const page = await bodyOf(api.inventory.listLevels({ query }, { signal }));
      levels.push(...page.items);
      cursor = page.nextCursor;
    }
  }
  return levels;
}
