import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { call, newKey, read, shapes, signInAsAdmin } from './outside.ts';

let session: ReturnType<typeof signInAsAdmin> | undefined;

/** The first admin's session; one for all of a file, as the gateway takes few sign-ins a minute. */
export function adminSession(): Promise<Record<string, string>> {
  session ??= signInAsAdmin();
  return session;
}

/** Something that only one test sells. */
export interface Goods {
  id: string;
  slug: string;
  sku: string;
  title: string;
  /** USD cents. */
  price: number;
}

/** Puts something new into the shop. `stock` is at one location. */
export async function newGoods({ price = 500, stock = 20, name = 'Lantern' } = {}): Promise<Goods> {
  const sku = `${name.toLowerCase()}-${randomUUID().slice(0, 8)}`;
  const title = `${name} ${sku.slice(-8)}`;
  const draft = {
    title,
    category: 'Rarities',
    status: 'active',
    variants: [{ sku, price: { amount: price, currency: 'USD' } }],
  };
  const { id, slug } = read(await call('POST', '/admin/products', draft, await adminSession()), 201, shapes.product);
  if (stock > 0) await addStock(sku, stock);
  return { id, slug, sku, title, price };
}

/** Adds to the stock of a sku, or takes away. */
export async function addStock(sku: string, delta: number): Promise<void> {
  const body = { sku, location: 'east', delta, reason: delta > 0 ? 'received' : 'damaged' };
  read(
    await call('POST', '/admin/inventory/adjustments', body, { ...(await adminSession()), ...newKey() }),
    201,
    z.unknown(),
  );
}

/** Takes something off the shelves again; no list of shoppers has it when this is over. */
export async function withdraw({ id, slug }: Goods): Promise<void> {
  read(await call('PATCH', `/admin/products/${id}`, { status: 'archived' }, await adminSession()), 200, z.unknown());
  const isListed = async (): Promise<boolean> =>
    read(await call('GET', '/products?limit=1'), 200, shapes.products).items.some(product => product.slug === slug);
  await until(async () => !(await isListed()), { describe: 'it is off the shelves' });
}

/** What somebody in the office does to the price. */
export async function setPrice({ id, sku }: Goods, amount: number): Promise<void> {
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
