import type { Sku } from '../../generated/cart/types.ts';
import type { createCatalogClient } from '../../generated/catalog/client.ts';
import type { SellableVariant } from '../../generated/catalog/types.ts';
import type { createInventoryClient } from '../../generated/inventory/client.ts';
import { isUnavailable } from '../platform/http/unavailable.ts';
import type { Market, Offer, WholeMarket } from './cart.ts';
import type { Store } from './store.ts';

export type Catalog = Pick<ReturnType<typeof createCatalogClient>, 'lookUpVariants'>;
export type Inventory = Pick<ReturnType<typeof createInventoryClient>, 'lookUpAvailability'>;

/**
 * Prices and stock of skus: at most one question to catalog and one to inventory, side by side, however many skus there
 * are.
 */
export interface Markets {
  /**
   * For a promise: prices may be remembered, stock is always asked. Throws ProblemError 503 when a service cannot be
   * asked.
   */
  ask(skus: readonly Sku[]): Promise<WholeMarket>;
  /** For showing: asks only for what is not remembered; leaves out what cannot be asked. */
  look(skus: readonly Sku[]): Promise<Market>;
}

function offerOf({ sku, slug, title, price, image }: SellableVariant): Offer {
  if (!image) return { sku, slug, title, price };
  const { url, alt, tint } = image;
  return { sku, slug, title, price, image: { url, alt, ...(tint !== undefined && { tint }) } };
}

/** Undefined when the service cannot be reached, so that its part may be left out. */
async function unlessDown<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isUnavailable(error)) return undefined;
    throw error;
  }
}

export function createMarkets(dependencies: { store: Store; catalog: Catalog; inventory: Inventory }): Markets {
  const { store, catalog, inventory } = dependencies;

  async function offersOf(skus: readonly Sku[], remembered: ReadonlyMap<Sku, Offer>): Promise<Map<Sku, Offer>> {
    const offers = new Map(remembered);
    const missing = skus.filter(sku => !offers.has(sku));
    if (missing.length === 0) return offers;
    const answer = await catalog.lookUpVariants({ body: { skus: missing } });
    if (answer.status !== 200) throw new Error(`catalog answered ${answer.status}: ${answer.body.detail}`);
    for (const variant of answer.body.items) offers.set(variant.sku, offerOf(variant));
    await store.noteOffers(
      answer.body.items.map(variant => ({
        sku: variant.sku,
        version: variant.productVersion,
        value: offerOf(variant),
      })),
    );
    return offers;
  }

  async function stockOf(skus: readonly Sku[], remembered: ReadonlyMap<Sku, number>): Promise<Map<Sku, number>> {
    const stock = new Map(remembered);
    const missing = skus.filter(sku => !stock.has(sku));
    if (missing.length === 0) return stock;
    const answer = await inventory.lookUpAvailability({ body: { skus: missing } });
    if (answer.status !== 200) throw new Error(`inventory answered ${answer.status}: ${answer.body.detail}`);
    for (const { sku, available } of answer.body.items) stock.set(sku, available);
    await store.noteStock(answer.body.items.map(({ sku, available }) => ({ sku, version: 0, value: available })));
    return stock;
  }

  return {
    async ask(skus) {
      const asked = stockOf(skus, new Map());
      const recalled = store.recall(skus).then(({ offers }) => offersOf(skus, offers));
      const [offers, stock] = await Promise.all([recalled, asked]);
      return { offers, stock };
    },
    async look(skus) {
      const remembered = await store.recall(skus);
      const [offers, stock] = await Promise.all([
        unlessDown(offersOf(skus, remembered.offers)),
        unlessDown(stockOf(skus, remembered.stock)),
      ]);
      return { ...(offers && { offers }), ...(stock && { stock }) };
    },
  };
}
