import type { Sku } from '../../generated/cart/types.ts';
import type { createCatalogClient } from '../../generated/catalog/client.ts';
import type { SellableVariant } from '../../generated/catalog/types.ts';
import type { createInventoryClient } from '../../generated/inventory/client.ts';
import { isUnavailable } from '../platform/http/unavailable.ts';
import type { CompletePricesAndStock, Offer, PricesAndStock } from './cart.ts';
import { shareLookUps } from './look-ups.ts';
import type { Cached, Store } from './store.ts';

export type Catalog = Pick<ReturnType<typeof createCatalogClient>, 'lookUpVariants'>;
export type Inventory = Pick<ReturnType<typeof createInventoryClient>, 'lookUpAvailability'>;

/**
 * Prices and stock of skus: at most one request to catalog and one to inventory, concurrently, however many skus there
 * are; concurrent callers share them.
 */
export interface Upstream {
  /**
   * For a change of a cart: prices, and stock of skus that the change does not name, may come from the cache; the stock
   * of the named skus (by default all) never does. Throws ProblemError 503 when a service is unavailable.
   */
  fetchForChange(
    skus: readonly Sku[],
    named?: ReadonlySet<Sku>,
    cached?: Cached | Promise<Cached>,
  ): Promise<CompletePricesAndStock>;
  /** For showing a cart: requests only what is not cached; omits the values of an unavailable service. */
  read(skus: readonly Sku[], cached: Cached): Promise<PricesAndStock>;
}

function offerOf({ sku, slug, title, price, image }: SellableVariant): Offer {
  if (!image) return { sku, slug, title, price };
  const { url, alt, tint } = image;
  return { sku, slug, title, price, image: { url, alt, ...(tint !== undefined && { tint }) } };
}

/** Undefined when the service is unavailable, so that its values can be omitted. */
async function unlessUnavailable<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isUnavailable(error)) return undefined;
    throw error;
  }
}

export function createUpstream(dependencies: { store: Store; catalog: Catalog; inventory: Inventory }): Upstream {
  const { store, catalog, inventory } = dependencies;

  const requestOffers = shareLookUps(async skus => {
    const answer = await catalog.lookUpVariants({ body: { skus: [...skus] } });
    if (answer.status !== 200) throw new Error(`catalog answered ${answer.status}: ${answer.body.detail}`);
    const entries = answer.body.items.map(variant => ({
      sku: variant.sku,
      version: variant.productVersion,
      value: offerOf(variant),
    }));
    await store.cacheOffers(entries);
    return new Map(entries.map(({ sku, value }) => [sku, value]));
  });

  const requestStock = shareLookUps(async skus => {
    const answer = await inventory.lookUpAvailability({ body: { skus: [...skus] } });
    if (answer.status !== 200) throw new Error(`inventory answered ${answer.status}: ${answer.body.detail}`);
    return new Map(answer.body.items.map(({ sku, available }) => [sku, available]));
  });

  async function offersOf(skus: readonly Sku[], cached: ReadonlyMap<Sku, Offer>): Promise<Map<Sku, Offer>> {
    return new Map([...cached, ...(await requestOffers(skus.filter(sku => !cached.has(sku))))]);
  }

  /** `known` is not requested, and `cached` not stored again. */
  async function stockOf(
    skus: readonly Sku[],
    known: ReadonlyMap<Sku, number>,
    cached: ReadonlyMap<Sku, number>,
  ): Promise<Map<Sku, number>> {
    const found = await requestStock(skus.filter(sku => !known.has(sku)));
    const changed = [...found].filter(([sku, available]) => cached.get(sku) !== available);
    // The response does not wait for the cache; without a cached value stock is requested again.
    store.cacheStock(changed.map(([sku, value]) => ({ sku, version: 0, value }))).catch(() => {});
    return new Map([...known, ...found]);
  }

  return {
    async fetchForChange(skus, named = new Set(skus), cached = store.readCached(skus)) {
      const isWholeLookUp = skus.every(sku => named.has(sku));
      const stockOfCached = async () => {
        const { stock } = isWholeLookUp ? { stock: new Map<Sku, number>() } : await cached;
        const known = new Map([...stock].filter(([sku]) => !named.has(sku)));
        return stockOf(skus, known, stock);
      };
      const offersOfCached = async () => offersOf(skus, (await cached).offers);
      const [offers, stock] = await Promise.all([offersOfCached(), stockOfCached()]);
      return { offers, stock };
    },
    async read(skus, cached) {
      const [offers, stock] = await Promise.all([
        unlessUnavailable(offersOf(skus, cached.offers)),
        unlessUnavailable(stockOf(skus, cached.stock, cached.stock)),
      ]);
      return { ...(offers && { offers }), ...(stock && { stock }) };
    },
  };
}
