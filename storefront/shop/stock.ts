import { createInventoryClient } from '../../generated/inventory/client.ts';
import { asked, gateway } from './gateway.ts';

/** How many of each sku could be bought now; undefined when nobody can say at the moment. */
export async function availability(skus: readonly string[]): Promise<ReadonlyMap<string, number> | undefined> {
  if (skus.length === 0) return new Map();
  const answer = await asked(createInventoryClient(gateway()).getAvailability({ query: { sku: skus.slice(0, 100) } }));
  if (answer.status !== 200) return undefined;
  return new Map(answer.body.items.map(({ sku, available }) => [sku, available]));
}

/** From how many on people are told that few are left. */
const FEW = 10;

export type Stock = 'plenty' | 'few' | 'none' | 'unknown';

export function stockOf(available: number | undefined): Stock {
  if (available === undefined) return 'unknown';
  if (available <= 0) return 'none';
  return available <= FEW ? 'few' : 'plenty';
}
