import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { buyCart, fillCart } from '../order-client.ts';
import { type OrderSystem, orderPrograms, startOrderSystem } from '../order-system.ts';
import { catalogue, inTurn, STOCK, searchedWords } from './catalogue.ts';
import { ask, type Flows, fullPage, PAGE, type Shop, VARIANTS } from './shop.ts';

const POLLING = { timeoutMs: 300_000, everyMs: 250 };
const page = z.object({ items: fullPage });
const product = z.object({ variants: z.array(z.object({ sku: z.string() })).length(VARIANTS) });
const availability = z.object({ items: z.array(z.unknown()).length(VARIANTS) });
const importState = z.object({ id: z.string(), status: z.string() });
const indexState = z.object({ products: z.number() });
const inStock = z.object({ total: z.number() });

/** The catalogue as a file with the columns that catalog imports. */
function catalogueFile(): string {
  const head = 'handle,title,description,category,sku,price,currency,status,option1_name,option1_value,stock:east';
  const rows = catalogue.flatMap(({ slug, title, description, category, variants }) =>
    variants.map(({ sku, size, price }) =>
      [slug, title, `"${description}"`, category, sku, price / 100, 'USD', 'active', 'Size', size, STOCK].join(','),
    ),
  );
  return [head, ...rows].join('\n');
}

/** Imports the catalogue and waits until all of it is found with its stock. */
async function seed({ urls, staff }: OrderSystem): Promise<void> {
  const headers = await staff();
  const response = await fetch(`${urls.catalog}/admin/imports?fileName=catalogue.csv`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'text/csv' },
    body: catalogueFile(),
  });
  if (!response.ok) throw new Error(`The import is refused: ${await response.text()}`);
  const { id } = importState.parse(await response.json());
  const ended = async () => {
    const { status } = (await ask(`${urls.catalog}/admin/imports/${id}`, importState, { headers })).body;
    return status === 'done' || status === 'failed' ? status : undefined;
  };
  if ((await until(ended, { describe: 'the catalogue is imported', ...POLLING })) === 'failed')
    throw new Error('The import of the catalogue failed');
  const found = async () =>
    (await ask(`${urls.search}/admin/search/index`, indexState, { headers })).body.products === catalogue.length &&
    (await ask(`${urls.search}/search?inStock=true&limit=1`, inStock)).body.total === catalogue.length;
  await until(found, { describe: 'all products are found and in stock', ...POLLING });
}

function flowsOf(system: OrderSystem): Flows {
  const { gateway } = system.urls;
  const nextProduct = inTurn(catalogue);
  const nextWord = inTurn(searchedWords);
  const nextSku = inTurn(catalogue.flatMap(({ variants }) => variants.map(({ sku }) => sku)));
  const line = () => ({ sku: nextSku(), quantity: 1 });
  return {
    async list() {
      await ask(`${gateway}/products?limit=${PAGE}`, page);
    },
    async product() {
      const { variants } = (await ask(`${gateway}/products/${nextProduct().slug}`, product)).body;
      const skus = new URLSearchParams(variants.map(({ sku }) => ['sku', sku]));
      await ask(`${gateway}/availability?${skus}`, availability);
    },
    async search() {
      await ask(`${gateway}/search?q=${nextWord()}&limit=${PAGE}`, page);
    },
    async cart() {
      await fillCart(system, [line()]);
    },
    async checkout() {
      await buyCart(system, await fillCart(system, [line(), line()]));
    },
  };
}

/** This shop: every service a process of its own, asked at the gateway, without the edge and its cache. */
export const covenant: Shop = {
  name: 'Covenant',
  requests: { product: 2, cart: 1, checkout: 2 },
  async start() {
    const system = await startOrderSystem({ mode: 'production', only: [...orderPrograms, 'search'] });
    try {
      await seed(system);
    } catch (error) {
      await system.close();
      throw error;
    }
    return { flows: flowsOf(system), close: () => system.close() };
  },
};
