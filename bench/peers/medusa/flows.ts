import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { catalogue, inTurn, searchedWords } from '../catalogue.ts';
import { ask, type Flows, fullPage, PAGE, VARIANTS } from '../shop.ts';

/** What a storefront has to know of a Medusa. */
export const storefrontSettings = z.object({ key: z.string(), region: z.string() });

const page = z.object({ products: fullPage });
const product = z.object({ products: z.tuple([z.object({ variants: z.array(z.unknown()).length(VARIANTS) })]) });
const ids = z.object({ products: z.array(z.object({ variants: z.array(z.object({ id: z.string() })) })) });
const cart = z.object({ cart: z.object({ id: z.string() }) });
const options = z.object({ shipping_options: z.tuple([z.object({ id: z.string() })]) });
const collection = z.object({ payment_collection: z.object({ id: z.string() }) });
const order = z.object({ type: z.literal('order') });

/** What pages show of variants, as our own answers hold it. */
const priced = 'fields=*variants.calculated_price';
const stocked = `${priced},%2Bvariants.inventory_quantity`;
const address = {
  first_name: 'Ada',
  last_name: 'Shopper',
  address_1: '1 Analytical Way',
  city: 'London',
  postal_code: 'N1 9GU',
  country_code: 'gb',
};

/** The scenarios at a Store API, as a storefront on it makes them. */
export async function flowsOf(api: string, settings: z.infer<typeof storefrontSettings>): Promise<Flows> {
  const headers = { 'x-publishable-api-key': settings.key };
  const get = async <T>(schema: z.ZodType<T>, path: string) => (await ask(api + path, schema, { headers })).body;
  const post = async <T>(schema: z.ZodType<T>, path: string, body: object) =>
    (await ask(api + path, schema, { method: 'POST', headers, body })).body;
  const variantIds: string[] = [];
  for (let offset = 0; offset < catalogue.length; offset += 100) {
    const { products } = await get(ids, `/products?limit=100&offset=${offset}&fields=id,variants.id`);
    variantIds.push(...products.flatMap(({ variants }) => variants.map(({ id }) => id)));
  }
  const nextId = inTurn(variantIds);
  const nextProduct = inTurn(catalogue);
  const nextWord = inTurn(searchedWords);
  const region = `region_id=${settings.region}`;
  async function fillCart(lines: number): Promise<string> {
    const { id } = (await post(cart, '/carts', { region_id: settings.region })).cart;
    for (let line = 0; line < lines; line += 1)
      await post(cart, `/carts/${id}/line-items`, { variant_id: nextId(), quantity: 1 });
    return id;
  }
  return {
    async list() {
      await get(page, `/products?limit=${PAGE}&${region}&${priced}`);
    },
    async product() {
      await get(product, `/products?handle=${nextProduct().slug}&${region}&${stocked}`);
    },
    async search() {
      await get(page, `/products?q=${nextWord()}&limit=${PAGE}&${region}&${stocked}`);
    },
    async cart() {
      await fillCart(1);
    },
    async checkout() {
      const id = await fillCart(2);
      const email = `shopper-${randomUUID()}@example.com`;
      await post(cart, `/carts/${id}`, { email, shipping_address: address, billing_address: address });
      const { shipping_options: found } = await get(options, `/shipping-options?cart_id=${id}`);
      await post(cart, `/carts/${id}/shipping-methods`, { option_id: found[0].id });
      const payment = await post(collection, '/payment-collections', { cart_id: id });
      const sessions = `/payment-collections/${payment.payment_collection.id}/payment-sessions`;
      await post(collection, sessions, { provider_id: 'pp_system_default' });
      await post(order, `/carts/${id}/complete`, {});
    },
  };
}
