import type { InventoryEventHandlers } from '../../generated/inventory/events.ts';
import type { StockUpdate } from './stock.ts';

/** Saves available units; updates may arrive repeatedly and in any order. */
export type SaveStock = (updates: readonly StockUpdate[]) => Promise<void>;

const updatesOf = (lines: readonly StockUpdate[]): StockUpdate[] =>
  lines.map(({ sku, available, version }) => ({ sku, available, version }));

/** What can be sold of products, by which the console filters them. */
export const inventoryHandlers: InventoryEventHandlers<SaveStock> = {
  InventoryReserved: (event, _meta, save) => save(updatesOf(event.lines)),
  InventoryReleased: (event, _meta, save) => save(updatesOf(event.lines)),
  StockAdjusted: (event, _meta, save) => save(updatesOf([event])),
  StockAllocated: (event, _meta, save) => save(updatesOf(event.lines)),
  AllocationFailed: 'ignore',
  ChangeMade: 'ignore',
};
