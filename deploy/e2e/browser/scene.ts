import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../../services/platform/testing/until.ts';
import { call, environment, findOrder, newCart, newEmail, newKey, purchase, read, shapes } from '../outside.ts';

const storefront = environment.STOREFRONT_URL;

/** What there is to look at: a product on a shelf, and an order of it that is on its way. */
export interface Scene {
  product: z.output<typeof shapes.product>;
  category: string;
  order: { orderId: string; orderToken: string };
}

/** Finds a product of the seed and buys some of it, as the shopper with this address. */
export async function setScene(email = newEmail()): Promise<Scene> {
  const found = read(
    await call('GET', '/search?q=bananas&limit=1'),
    200,
    z.object({ items: z.array(z.object({ slug: z.string() })) }),
  );
  const product = read(await call('GET', `/products/${found.items[0]?.slug}`), 200, shapes.product);
  const categories = read(
    await call('GET', '/categories'),
    200,
    z.object({ items: z.array(z.object({ slug: z.string() })).min(1) }),
  );
  const cart = await newCart({ sku: product.variants[0]?.sku ?? '', quantity: 2 });
  const wanted = purchase(cart.id, { paymentMethod: 'pm_card_visa', email });
  const order = read(await call('POST', '/checkout', wanted, newKey()), 201, shapes.checkout);
  await until(async () => ['shipped', 'delivered'].includes((await findOrder(order)).status), {
    describe: 'the order is on its way',
    timeoutMs: 60_000,
  });
  return { product, category: categories.items[0]?.slug ?? '', order };
}

/** Puts something into the cart of this window, as the form of a product page does where scripts do not run. */
export async function fillCart(page: Page, sku: string, quantity = 1): Promise<void> {
  const answer = await page.context().request.post(`${storefront}/cart/lines`, {
    form: { sku, add: String(quantity), next: '/cart' },
    headers: { origin: storefront, 'sec-fetch-site': 'same-origin' },
  });
  if (!answer.ok()) throw new Error(`Putting ${sku} into the cart gave ${answer.status()}`);
}

/** Gives this window what the browser that bought keeps: then the page of the order opens. */
export async function rememberOrder(page: Page, { orderId, orderToken }: Scene['order']): Promise<void> {
  await page
    .context()
    .addCookies([{ name: `order-${orderId}`, value: orderToken, url: storefront, httpOnly: true, sameSite: 'Lax' }]);
}
