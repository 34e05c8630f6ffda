import { randomUUID } from 'node:crypto';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../../services/platform/testing/until.ts';
import {
  call,
  checkoutRequest,
  createCart,
  environment,
  findOrder,
  newEmail,
  newKey,
  read,
  shapes,
} from '../api-client.ts';

const storefront = environment.STOREFRONT_URL;

/** A product with its category, and an order of it that is shipped. */
export interface Scenario {
  product: z.output<typeof shapes.product>;
  category: string;
  order: { orderId: string; orderToken: string };
}

/** Buys a product of the seed data, as the shopper with this address. */
export async function createScenario(email = newEmail()): Promise<Scenario> {
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
  const cart = await createCart({ sku: product.variants[0]?.sku ?? '', quantity: 2 });
  const request = checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa', email });
  const order = read(await call('POST', '/checkout', request, newKey()), 201, shapes.checkout);
  await until(async () => ['shipped', 'delivered'].includes((await findOrder(order)).status), {
    describe: 'the order is shipped',
    timeoutMs: 60_000,
  });
  return { product, category: categories.items[0]?.slug ?? '', order };
}

/** Adds a product to the cart of this browser context, by the plain form. */
export async function fillCart(page: Page, sku: string, quantity = 1): Promise<void> {
  const response = await page.context().request.post(`${storefront}/cart/lines`, {
    form: { sku, add: String(quantity), next: '/cart' },
    headers: { origin: storefront, 'sec-fetch-site': 'same-origin' },
  });
  if (!response.ok()) throw new Error(`Adding ${sku} to the cart responded ${response.status()}`);
}

/** Signs a new shopper up, who is signed in to the storefront in this browser context. */
export async function signUpInPage(page: Page): Promise<void> {
  const body = { email: newEmail(), password: randomUUID(), name: 'Ada Shopper' };
  const { status, headers } = await call('POST', '/auth/sign-up', body);
  const [, value] = /^__Host-session=([^;]+)/.exec(headers.getSetCookie()[0] ?? '') ?? [];
  if (status !== 201 || value === undefined) throw new Error(`The sign-up responded ${status}`);
  const session = { name: '__Host-shopper', value, url: storefront.replace('http:', 'https:'), httpOnly: true };
  await page.context().addCookies([{ ...session, secure: true, sameSite: 'Lax' }]);
}

/** Stores the order's token in this browser context, so that its page opens. */
export async function storeOrderToken(page: Page, { orderId, orderToken }: Scenario['order']): Promise<void> {
  await page
    .context()
    .addCookies([{ name: `order-${orderId}`, value: orderToken, url: storefront, httpOnly: true, sameSite: 'Lax' }]);
}
