import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Cookie, Page } from 'playwright-core';
import { until } from '../../services/platform/testing/until.ts';
import { adminUrl } from './browser/admin-pages.ts';
import { cutOff } from './browser/cut-off.ts';
import { useBrowser } from './browser/open.ts';
import { fillCart } from './browser/scene.ts';
import { signIn } from './browser/staff.ts';
import { addStock, adminSession, type Goods, withdraw } from './goods.ts';
import { call, environment, newCart, newKey, purchase, read, shapes } from './outside.ts';

/** Names as long as the contracts allow or as people have been seen to write them: every page keeps its shape. */
const { visit } = useBrowser();
const unique = randomUUID().slice(0, 8);
const title = `Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft${unique} and whatever else belongs to it, twelve of them`;
const name = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissenhaftschaferswessenschafe';
let goods: Goods;
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
  goods = { id, slug, sku, title, price: price.amount };
  await addStock(sku, 50);
  const cart = await until(async () => newCart({ sku, quantity: 2 }), { describe: 'it can be bought' });
  const wanted = { ...purchase(cart.id, { paymentMethod: 'pm_card_visa' }), email: `${name.slice(0, 60)}@example.com` };
  const bought = { ...wanted, shippingAddress: { ...wanted.shippingAddress, name } };
  order = read(await call('POST', '/checkout', bought, newKey()), 201, shapes.checkout);
  session = await signIn(await visit());
}, 60_000);
afterAll(() => withdraw(goods));

const shop = (path: string): string => environment.STOREFRONT_URL + path;

describe.each(['phone', 'desktop'] as const)('on a %s long names stay where they belong', screen => {
  async function look(page: Page, url: string): Promise<void> {
    await page.goto(url);
    await page.locator('main h1').waitFor();
    await page.getByText('Donaudampfschifffahrt').first().waitFor({ state: 'attached' });
    expect({ url, cut: await cutOff(page, screen) }).toEqual({ url, cut: [] });
  }

  test('in the shop', async () => {
    const page = await visit({ screen });
    await fillCart(page, goods.sku);
    for (const path of [`/search?q=${goods.title.split(' ')[0]}`, `/products/${goods.slug}`, '/cart', '/checkout'])
      await look(page, shop(path));
  });

  test('in the console', async () => {
    const page = await visit({ screen });
    await page.context().addCookies(session);
    const filter = encodeURIComponent(JSON.stringify({ q: goods.sku }));
    for (const path of [
      `/products?filter=${filter}`,
      `/products/${goods.id}/show`,
      `/stock?filter=${filter}`,

      `/orders/${order.orderId}/show`,
      '/audit',
    ])
      await look(page, adminUrl(path));
  });
});
