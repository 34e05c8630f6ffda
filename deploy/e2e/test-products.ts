import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { call, newKey, read, shapes, signInAsAdmin } from './api-client.ts';

let session: ReturnType<typeof signInAsAdmin> | undefined;

/** The first admin's session, one for each test file, as the gateway limits sign-ins. */
export function adminSession(): Promise<Record<string, string>> {
  session ??= signInAsAdmin();
  return session;
}

/** A product of one test. */
export interface TestProduct {
  id: string;
  slug: string;
  sku: string;
  title: string;
  /** USD cents. */
  price: number;
}

/** Creates a product. `stock` is at one location. */
export async function createProduct({ price = 500, stock = 20, name = 'Lantern' } = {}): Promise<TestProduct> {
  const sku = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}`;
  const title = `${name} ${sku.slice(-8)}`;
  const draft = {
    title,
    category: 'Rarities',
    status: 'active',
    variants: [{ sku, price: { amount: price, currency: 'USD' } }],
  };
  const { id, slug } = read(await call('POST', '/admin/products', draft, await adminSession()), 201, shapes.product);
  if (stock > 0) await adjustStock(sku, stock);
  return { id, slug, sku, title, price };
}

/** Creates a product with a variant for each of these units in stock. @returns its title */
export async function createVariants(
  name: string,
  units: readonly number[],
  { category = 'Rarities', status = 'active', price = 500 } = {},
): Promise<string> {
  const skus = units.map((_units, index) => `${name.toLowerCase()}-v${index}`);
  const title = `${name} variants`;
  const variants = skus.map((sku, index) => ({
    sku,
    price: { amount: price, currency: 'USD' },
    options: { Size: `No. ${index}` },
  }));
  const draft = { title, category, status, variants };
  read(await call('POST', '/admin/products', draft, await adminSession()), 201, shapes.product);
  for (const [index, sku] of skus.entries()) if (units[index]) await adjustStock(sku, units[index]);
  return title;
}

/** Adjusts the stock of a SKU. */
export async function adjustStock(sku: string, delta: number): Promise<void> {
  const body = { sku, location: 'east', delta, reason: delta > 0 ? 'received' : 'damaged' };
  read(
    await call('POST', '/admin/inventory/adjustments', body, { ...(await adminSession()), ...newKey() }),
    201,
    z.unknown(),
  );
}

/** Archives a product; resolves when no list of the shop has it any more. */
export async function archiveProduct({ id, slug }: TestProduct): Promise<void> {
  read(await call('PATCH', `/admin/products/${id}`, { status: 'archived' }, await adminSession()), 200, z.unknown());
  const isListed = async (): Promise<boolean> =>
    read(await call('GET', '/products?limit=1'), 200, shapes.products).items.some(product => product.slug === slug);
  await until(async () => !(await isListed()), { describe: 'the product is not listed any more' });
}

/** Changes the price of a product, as a merchant does. */
export async function setPrice({ id, sku }: TestProduct, amount: number): Promise<void> {
  const variants = [{ sku, price: { amount, currency: 'USD' } }];
  read(await call('PATCH', `/admin/products/${id}`, { variants }, await adminSession()), 200, z.unknown());
}

const orderPage = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      status: z.string(),
      totals: z.object({ total: z.object({ amount: z.int() }) }),
    }),
  ),
});

/** The orders that were placed with this e-mail address, newest first. */
export async function ordersOf(email: string) {
  return read(
    await call('GET', `/admin/orders?q=${encodeURIComponent(email)}`, undefined, await adminSession()),
    200,
    orderPage,
  ).items;
}

const paymentPage = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      amount: z.object({ amount: z.int() }),
      captured: z.object({ amount: z.int() }),
    }),
  ),
});

/** The payments of an order. */
export async function paymentsOf(orderId: string) {
  return read(
    await call('GET', `/admin/payments?orderId=${orderId}`, undefined, await adminSession()),
    200,
    paymentPage,
  ).items;
}
