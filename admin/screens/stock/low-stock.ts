import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { inBatches } from '../../../look/in-batches.ts';
import { LOW_STOCK } from '../../../look/low-stock.ts';
import { api } from '../../kit/api/clients.ts';

const PAGE = 100;
const MAX_PAGES = 5;

/** The skus among these whose units of all locations together are low. */
export function lowItems(available: readonly { sku: string; available: number }[]): string[] {
  const units = new Map<string, number>();
  for (const item of available) units.set(item.sku, (units.get(item.sku) ?? 0) + item.available);
  return [...units].filter(([, total]) => total <= LOW_STOCK).map(([sku]) => sku);
}

/** How many items run low; `more` where there are more low levels than are looked at. */
export async function countLowItems(signal: AbortSignal): Promise<{ count: number; more: boolean }> {
  const skus = new Set<string>();
  let cursor: string | null | undefined;
  for (let page = 0; page < MAX_PAGES && cursor !== null; page += 1) {
    const query = { maxAvailable: LOW_STOCK, limit: PAGE, ...(cursor && { cursor }) };
    const levels = await bodyOf(api.inventory.listLevels({ query }, { signal }));
    for (const { sku } of levels.items) skus.add(sku);
    cursor = levels.nextCursor;
  }
  const available = await Promise.all(
    inBatches([...skus], PAGE).map(
      async sku => (await bodyOf(api.inventory.getAvailability({ query: { sku } }, { signal }))).items,
    ),
  );
  return { count: lowItems(available.flat()).length, more: cursor !== null };
}
