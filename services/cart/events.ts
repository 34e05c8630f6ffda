import type { Sku } from '../../generated/cart/types.ts';
import type { CatalogEventHandlers } from '../../generated/catalog/events.ts';
import type { InventoryEventHandlers } from '../../generated/inventory/events.ts';
import type { OrdersEventHandlers } from '../../generated/orders/events.ts';
import type { Store } from './store.ts';

/**
 * Evicts the cached offers of skus, so that the next read requests them; offers of this version of the product or later
 * stay.
 */
function evictOffers(store: Store, skus: readonly Sku[], version: number): Promise<void> {
  return store.cacheOffers([...new Set(skus)].map(sku => ({ sku, version, value: 'evicted' as const })));
}

/** Caches stock under the version of each sku: an older event never replaces a newer one. */
function cacheStock(store: Store, lines: readonly { sku: Sku; available: number; version: number }[]): Promise<void> {
  return store.cacheStock(lines.map(({ sku, available, version }) => ({ sku, version, value: available })));
}

/**
 * All handlers are idempotent and commute: each writes only the newest version, or ends a cart that may have ended.
 */
export const catalogEvents: CatalogEventHandlers<Store> = {
  ProductUpdated: (event, _meta, store) =>
    evictOffers(store, [...event.variants.map(({ sku }) => sku), ...(event.removedSkus ?? [])], event.version),
  ProductDeleted: (event, _meta, store) => evictOffers(store, event.skus, event.version),
  ChangeMade: 'ignore',
};

export const inventoryEvents: InventoryEventHandlers<Store> = {
  InventoryReserved: (event, _meta, store) => cacheStock(store, event.lines),
  InventoryReleased: (event, _meta, store) => cacheStock(store, event.lines),
  StockAdjusted: (event, _meta, store) => cacheStock(store, [event]),
  StockAllocated: (event, _meta, store) => cacheStock(store, event.lines),
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
  OrderPartlyRefunded: 'ignore',
  OrderRefundFailed: 'ignore',
  ChangeMade: 'ignore',
};
