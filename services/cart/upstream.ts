import type { Sku } from '../../generated/cart/types.ts';
import type { createCatalogClient } from '../../generated/catalog/client.ts';
import type { SellableVariant } from '../../generated/catalog/types.ts';
import type { createInventoryClient } from '../../generated/inventory/client.ts';
import { isUnavailable } from '../platform/http/unavailable.ts';
import type { CompletePricesAndStock, Offer, PricesAndStock } from './cart.ts';
import type { Store } from './store.ts';

export type Catalog = Pick<ReturnType<typeof createCatalogClient>, 'lookUpVariants'>;
export type Inventory = Pick<ReturnType<typeof createInventoryClient>, 'lookUpAvailability'>;

/**
 * Prices and stock of skus: at most one request to catalog and one to inventory, concurrently, however many skus there
 * are.
 */
export interface Upstream {
  /**
   * For a change of a cart: prices may come from the cache, stock never does. Throws ProblemError 503 when a service is
   * unavailable.
   */
  fetchForPromise(skus: readonly Sku[]): Promise<CompletePricesAndStock>;
  /** For showing a cart: requests only what is not cached; leaves out what is unavailable. */
  read(skus: readonly Sku[]): Promise<PricesAndStock>;
}

function offerOf({ sku, slug, title, price, image }: SellableVariant): Offer {
  if (!image) return { sku, slug, title, price };
  const { url, alt, tint } = image;
  return { sku, slug, title, price, image: { url, alt, ...(tint !== undefined && { tint }) } };
}

/** Undefined when the service is unavailable, so that its part may be left out. */
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

  async function offersOf(skus: readonly Sku[], cached: ReadonlyMap<Sku, Offer>): Promise<Map<Sku, Offer>> {
    const offers = new Map(cached);
    const missing = skus.filter(sku => !offers.has(sku));
    if (missing.length === 0) return offers;
    const answer = await catalog.lookUpVariants({ body: { skus: missing } });
    if (answer.status !== 200) throw new Error(`catalog answered ${answer.status}: ${answer.body.detail}`);
    for (const variant of answer.body.items) offers.set(variant.sku, offerOf(variant));
    await store.cacheOffers(
      answer.body.items.map(variant => ({
        sku: variant.sku,
        version: variant.productVersion,
        value: offerOf(variant),
      })),
    );
    return offers;
  }

  async function stockOf(skus: readonly Sku[], cached: ReadonlyMap<Sku, number>): Promise<Map<Sku, number>> {
    const stock = new Map(cached);
    const missing = skus.filter(sku => !stock.has(sku));
    if (missing.length === 0) return stock;
    const answer = await inventory.lookUpAvailability({ body: { skus: missing } });
    if (answer.status !== 200) throw new Error(`inventory answered ${answer.status}: ${answer.body.detail}`);
    for (const { sku, available } of answer.body.items) stock.set(sku, available);
    await store.cacheStock(answer.body.items.map(({ sku, available }) => ({ sku, version: 0, value: available })));
    return stock;
  }

  return {
    async fetchForPromise(skus) {
      const stockAnswer = stockOf(skus, new Map());
      const offersAnswer = store.readCached(skus).then(({ offers }) => offersOf(skus, offers));
      const [offers, stock] = await Promise.all([offersAnswer, stockAnswer]);
      return { offers, stock };
    },
    async read(skus) {
      const cached = await store.readCached(skus);
      const [offers, stock] = await Promise.all([
        unlessUnavailable(offersOf(skus, cached.offers)),
        unlessUnavailable(stockOf(skus, cached.stock)),
      ]);
      return { ...(offers && { offers }), ...(stock && { stock }) };
    },
  };
}
