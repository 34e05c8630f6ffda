import type { CatalogEventHandlers } from '../../generated/catalog/events.ts';
import type { InventoryEventHandlers } from '../../generated/inventory/events.ts';
import { documentOf, type ProductDocument, tombstone } from './product.ts';
import type { StockUpdate } from './store.ts';

/** Where updates go; they may arrive repeatedly and in any order (store.ts). */
export interface Projection {
  product(update: ProductDocument): Promise<void>;
  stock(lines: readonly StockUpdate[]): Promise<void>;
}

const linesOf = (lines: readonly StockUpdate[]) =>
  lines.map(({ sku, available, version }) => ({ sku, available, version }));

export const catalogEvents: CatalogEventHandlers<Projection> = {
  ProductUpdated: (event, _meta, projection) => projection.product(documentOf(event)),
  ProductDeleted: (event, _meta, projection) => projection.product(tombstone(event.id, event.version)),
  ChangeMade: 'ignore',
};

export const inventoryEvents: InventoryEventHandlers<Projection> = {
  InventoryReserved: (event, _meta, projection) => projection.stock(linesOf(event.lines)),
  InventoryReleased: (event, _meta, projection) => projection.stock(linesOf(event.lines)),
  StockAdjusted: (event, _meta, projection) => projection.stock(linesOf([event])),
  StockAllocated: (event, _meta, projection) => projection.stock(linesOf(event.lines)),
  AllocationFailed: 'ignore',
  ChangeMade: 'ignore',
};
