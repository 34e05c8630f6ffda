import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Cookie, Page } from 'playwright-core';
import { until } from '../../services/platform/testing/until.ts';
import { call, checkoutRequest, createCart, environment, newKey, read, shapes } from './api-client.ts';
import { adminUrl } from './browser/admin-pages.ts';
import { findOverflow } from './browser/overflow.ts';
import { fillCart } from './browser/scenario.ts';
import { signIn } from './browser/staff.ts';
import { useBrowser } from './browser/use-browser.ts';
import { adjustStock, adminSession, archiveProduct, type TestProduct } from './test-products.ts';

/** Names as long as the contracts allow: no page is distorted. */
const { openPage } = useBrowser();
const unique = randomUUID().slice(0, 8);
const title = `Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft${unique} and whatever else belongs to it, twelve of them`;
const name = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafe';
let product: TestProduct;
let order: { orderId: string };
let session: Cookie[];

beforeAll(async () => {
  const price = { amount: 49_000_000, currency: 'USD' };
  const sizes = Array.from({ length: 14 }, (_, index) => `Thirtytwofluidounces ${index + 1}`);
  const variants = sizes.map((size, index) => ({
    sku: `long-${unique}-${'x'.repeat(40)}-${index}`,
    price,
    options: { Size: size },
  }));
  const draft = {
    title,
    status: 'active',
    category: `Delicatessenandeverythingelsethatgoeswithit ${unique}`,
    brand: `Brandwithanameofasinglewordthatdoesnotend${unique}`,
    options: [{ name: 'Size', values: sizes }],
    variants,
  };
  const { id, slug } = read(await call('POST', '/admin/products', draft, await adminSession()), 201, shapes.product);
  const sku = variants[0]?.sku ?? '';
  product = { id, slug, sku, title, price: price.amount };
  await adjustStock(sku, 50);
  const cart = await until(async () => createCart({ sku, quantity: 2 }), { describe: 'it can be bought' });
  const request = {
    ...checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa' }),
    email: `${name.slice(0, 60)}@example.com`,
  };
  const body = { ...request, shippingAddress: { ...request.shippingAddress, name } };
  order = read(await call('POST', '/checkout', body, newKey()), 201, shapes.checkout);
  session = await signIn(await openPage());
}, 60_000);
afterAll(() => archiveProduct(product));

const shop = (path: string): string => environment.STOREFRONT_URL + path;

describe.each(['phone', 'desktop'] as const)('on a %s long names do not overflow', screen => {
  async function check(page: Page, url: string): Promise<void> {
    await page.goto(url);
    await page.locator('main h1').waitFor();
    await page.getByText('Donaudampfschifffahrt').first().waitFor({ state: 'attached' });
    await page.waitForFunction(
      () => document.fonts.status === 'loaded' && !document.querySelector('[aria-busy="true"]'),
    );
    expect({ url, cut: await findOverflow(page, screen) }).toEqual({ url, cut: [] });
  }

  test('in the shop', async () => {
    const page = await openPage({ screen });
    await fillCart(page, product.sku);
    for (const path of [`/search?q=${product.title.split(' ')[0]}`, `/products/${product.slug}`, '/cart', '/checkout'])
      await check(page, shop(path));
  });

  test('in the console', async () => {
    const page = await openPage({ screen });
    await page.context().addCookies(session);
    const filter = encodeURIComponent(JSON.stringify({ q: product.sku }));
    for (const path of [
      `/products?filter=${filter}`,
      `/products/${product.id}/show`,
      `/stock?filter=${filter}`,
      `/orders/${order.orderId}/show`,
      `/audit?resource=products&resourceId=${product.id}`, // others fill the first page of the whole log
    ])
      await check(page, adminUrl(path));
  });
});
