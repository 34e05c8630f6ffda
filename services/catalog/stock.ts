import type { StockFilter } from '../../generated/catalog/types.ts';
import { LOW_STOCK } from '../../look/low-stock.ts';

/**
 * What can be sold of a product: nothing of any variant; something, but of some variant LOW_STOCK or fewer; more than
 * that of each.
 */
export type StockState = 'out' | 'low' | 'plenty';

export const stockStates = ['out', 'low', 'plenty'] as const satisfies StockState[];

/** The available units of a sku; of one sku the highest version counts. */
export interface StockUpdate {
  sku: string;
  available: number;
  version: number;
}

const statesByFilter: Readonly<Record<StockFilter, readonly StockState[]>> = {
  in_stock: ['low', 'plenty'],
  low: ['out', 'low'],
  out_of_stock: ['out'],
};

/** The states that a filter lets through. */
export const statesOf = (filter: StockFilter): readonly StockState[] => statesByFilter[filter];

/** The state of a product by the available units of each of its variants. */
export function stockState(available: readonly number[]): StockState {
  if (available.every(units => units === 0)) return 'out';
  return available.some(units => units <= LOW_STOCK) ? 'low' : 'plenty';
}

/** The update with the highest version of each sku. */
export function newestUpdates(updates: readonly StockUpdate[]): StockUpdate[] {
  const newest = new Map<string, StockUpdate>();
  for (const update of updates)
    if (update.version >= (newest.get(update.sku)?.version ?? 0)) newest.set(update.sku, update);
  return [...newest.values()];
}
