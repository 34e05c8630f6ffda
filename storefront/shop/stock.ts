import { createInventoryClient } from '../../generated/inventory/client.ts';
import { gateway, orUnavailable } from './gateway.ts';

/** The available quantity by SKU; undefined where the inventory service does not respond. */
export async function availability(skus: readonly string[]): Promise<ReadonlyMap<string, number> | undefined> {
  if (skus.length === 0) return new Map();
  const response = await orUnavailable(
    createInventoryClient(gateway()).getAvailability({ query: { sku: skus.slice(0, 100) } }),
  );
  if (response.status !== 200) return undefined;
  return new Map(response.body.items.map(({ sku, available }) => [sku, available]));
}

/** From this quantity down the page shows how many are left. */
const FEW = 10;

export type Stock = 'plenty' | 'few' | 'none' | 'unknown';

export function stockOf(available: number | undefined): Stock {
  if (available === undefined) return 'unknown';
  if (available <= 0) return 'none';
  return available <= FEW ? 'few' : 'plenty';
}
