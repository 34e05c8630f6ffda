import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { call, checkoutRequest, createCart, newKey, read, shapes } from '../../deploy/e2e/api-client.ts';
import { adminSession, createProduct, type TestProduct } from '../../deploy/e2e/test-products.ts';
import { until } from '../../services/platform/testing/until.ts';

/** Orders that wait to be shipped, each of another customer. */
const ORDERS = 6;
/** Products of the category whose prices are raised: more than a page of the list has. */
const IN_CATEGORY = 30;

export interface Customer {
  name: string;
  phone: string;
}

/** What a merchant finds in the shop on the morning of the walk. */
export interface Day {
  /** Letters that only this walk has. */
  own: string;
  customers: readonly Customer[];
  /** What every customer bought two of, and what one of; they are on stock. */
  products: readonly TestProduct[];
  category: { name: string; size: number };
  /** Has parcels sent as before, and takes what was made for the walk out of the shop. */
  close(): Promise<void>;
}

const settings = z.object({ automatic: z.boolean() });
const shipments = z.object({ items: z.array(z.object({ orderId: z.string() })) });
const ids = z.object({ items: z.array(z.object({ id: z.string() })) });

async function saveSettings(automatic: boolean): Promise<void> {
  read(await call('PUT', '/admin/shipping/settings', { automatic }, await adminSession()), 200, settings);
}

async function placeOrder({ name, phone }: Customer, products: readonly TestProduct[]): Promise<string> {
  const cart = await createCart(...products.map(({ sku }, at) => ({ sku, quantity: at === 0 ? 2 : 1 })));
  const request = checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa' });
  const body = { ...request, phone, shippingAddress: { ...request.shippingAddress, name } };
  return read(await call('POST', '/checkout', body, newKey()), 201, shapes.checkout).orderId;
}

async function fillCategory(name: string): Promise<void> {
  for (let at = 1; at <= IN_CATEGORY; at += 1) {
    const price = { amount: 1_000 + 10 * at, currency: 'USD' };
    const variants = [{ sku: `${name.toLowerCase().replace(' ', '-')}-${at}`, price }];
    const draft = { title: `Cup ${at} of ${name}`, category: name, status: 'active', variants };
    read(await call('POST', '/admin/products', draft, await adminSession()), 201, shapes.product);
  }
}

/** Archives the products that are found by these letters, a page at a time. */
async function archiveAll(own: string): Promise<void> {
  for (;;) {
    const path = `/admin/products?q=${own}&status=active&limit=100`;
    const { items } = read(await call('GET', path, undefined, await adminSession()), 200, ids);
    if (items.length === 0) return;
    for (const { id } of items)
      read(
        await call('PATCH', `/admin/products/${id}`, { status: 'archived' }, await adminSession()),
        200,
        z.unknown(),
      );
  }
}

/** Prepares a day: parcels wait for the merchant, and nobody else has the names and numbers of these customers. */
export async function prepareDay(): Promise<Day> {
  const own = randomUUID().replaceAll(/\D/g, '').padEnd(6, '7').slice(0, 6);
  const before = read(await call('GET', '/admin/shipping/settings', undefined, await adminSession()), 200, settings);
  await saveSettings(false);
  const products = [
    await createProduct({ name: `Teapot-${own}`, stock: 100 }),
    await createProduct({ name: `Strainer-${own}`, stock: 100 }),
    await createProduct({ name: `Tray-${own}`, stock: 100 }),
  ];
  const customers = Array.from({ length: ORDERS }, (_, at) => ({
    name: `${['Ida', 'Ben', 'Zoe', 'Max', 'Eva', 'Tom'][at]} Walker${own}${at}`,
    phone: `+44 20 ${own}${at}`,
  }));
  const orders = new Set<string>();
  for (const customer of customers) orders.add(await placeOrder(customer, products));
  const category = { name: `Walk ${own}`, size: IN_CATEGORY };
  await fillCategory(category.name);
  await until(
    async () => {
      const path = '/admin/shipments?status=ready&limit=100';
      const { items } = read(await call('GET', path, undefined, await adminSession()), 200, shipments);
      return items.filter(({ orderId }) => orders.has(orderId)).length === ORDERS;
    },
    { describe: 'the parcels are ready' },
  );
  return {
    own,
    customers,
    products,
    category,
    async close() {
      await archiveAll(own);
      if (before.automatic) await saveSettings(true);
    },
  };
}
