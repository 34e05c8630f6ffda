import { createInventoryClient } from '../../generated/inventory/client.ts';
import { inBatches } from '../../look/in-batches.ts';
import { gateway, orUnavailable } from './gateway.ts';

/** The most skus of one request. */
const MAX_SKUS = 100;

/** The available quantity by SKU; undefined where the inventory service does not respond. */
export async function availability(skus: readonly string[]): Promise<ReadonlyMap<string, number> | undefined> {
  const client = createInventoryClient(gateway('inventory'));
  const responses = await Promise.all(
    inBatches(skus, MAX_SKUS).map(sku => orUnavailable(client.getAvailability({ query: { sku } }))),
  );
  const found = new Map<string, number>();
  for (const response of responses) {
    if (response.status !== 200) return undefined;
    for (const { sku, available } of response.body.items) found.set(sku, available);
  }
  return found;
}

/** From this quantity down the page shows how many are left. */
const FEW = 10;

export type Stock = 'plenty' | 'few' | 'none' | 'unknown';

export function stockOf(available: number | undefined): Stock {
  if (available === undefined) return 'unknown';
  if (available <= 0) return 'none';
  return available <= FEW ? 'few' : 'plenty';
}
