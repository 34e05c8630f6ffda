import type { Sku } from '../../generated/cart/types.ts';
import type { CatalogEventHandlers } from '../../generated/catalog/events.ts';
import type { InventoryEventHandlers } from '../../generated/inventory/events.ts';
import type { OrdersEventHandlers } from '../../generated/orders/events.ts';
import type { Store } from './store.ts';

/**
 * Forgets what skus cost, so that the next look asks; what was learned at this version of the product or later stays.
 */
function forget(store: Store, skus: readonly Sku[], version: number): Promise<void> {
  return store.noteOffers([...new Set(skus)].map(sku => ({ sku, version, value: 'gone' as const })));
}

/** Stock as of the version of each sku: older news never takes the place of newer. */
function note(store: Store, lines: readonly { sku: Sku; available: number; version: number }[]): Promise<void> {
  return store.noteStock(lines.map(({ sku, available, version }) => ({ sku, version, value: available })));
}

/**
 * All of these may run any number of times and in any order: they only ever write what is newest, or end what has
 * ended.
 */
export const catalogEvents: CatalogEventHandlers<Store> = {
  ProductUpdated: (event, _meta, store) =>
    forget(store, [...event.variants.map(({ sku }) => sku), ...(event.removedSkus ?? [])], event.version),
  ProductDeleted: (event, _meta, store) => forget(store, event.skus, event.version),
  ChangeMade: 'ignore',
};

export const inventoryEvents: InventoryEventHandlers<Store> = {
  InventoryReserved: (event, _meta, store) => note(store, event.lines),
  InventoryReleased: (event, _meta, store) => note(store, event.lines),
  StockAdjusted: (event, _meta, store) => note(store, [event]),
  StockAllocated: (event, _meta, store) => note(store, event.lines),
  AllocationFailed: 'ignore',
  ChangeMade: 'ignore',
};

export const ordersEvents: OrdersEventHandlers<Store> = {
  OrderPlaced: 'ignore',
  async OrderPaid(event, _meta, store) {
    if (event.cartId !== undefined) await store.end(event.cartId);
  },
  OrderCancelled: 'ignore',
  OrderRefunded: 'ignore',
  ChangeMade: 'ignore',
};
