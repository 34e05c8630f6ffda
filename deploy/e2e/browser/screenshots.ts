import fs from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { z } from 'zod';
import { call, checkoutRequest, createCart, environment, newKey, read } from '../api-client.ts';
import { adminUrl, createShopScenario, type ShopScenario } from './admin-pages.ts';
import { type Appearance, launchBrowser, newPage } from './page.ts';
import { signIn } from './staff.ts';
import { storefrontPages } from './storefront-pages.ts';
import { waitUntilSettled, watchVitals } from './vitals.ts';

/** One screenshot: a page in one appearance. */
interface Screenshot extends Partial<Appearance> {
  name: string;
  open(page: Page, shop: ShopScenario): Promise<unknown>;
}

/** A page of the storefront, by its name in storefront-pages.ts. */
const storefront = (name: string) => async (page: Page, shop: ShopScenario) => {
  const shown = storefrontPages.find(each => each.name === name);
  if (!shown) throw new Error(`The storefront has no page "${name}"`);
  await shown.before?.(page, shop.scenario);
  // none of these pages shows what is sold out, which nobody puts into the shop for a picture
  await page.goto(shown.url({ ...shop.scenario, soldOut: '' }));
};

const admin = (to: string | ((shop: ShopScenario) => string)) => async (page: Page, shop: ShopScenario) => {
  await signIn(page);
  await page.goto(adminUrl(typeof to === 'string' ? to : to(shop)));
  await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
};

const screenshots: readonly Screenshot[] = [
  { name: 'home', open: storefront('home') },
  { name: 'home-dark', theme: 'dark', open: storefront('home') },
  { name: 'home-phone', screen: 'phone', open: storefront('home') },
  { name: 'category', open: storefront('category') },
  { name: 'search', open: storefront('search') },
  { name: 'product', open: storefront('product') },
  { name: 'product-phone-dark', screen: 'phone', theme: 'dark', open: storefront('product') },
  { name: 'cart', open: storefront('cart') },
  { name: 'checkout', open: storefront('checkout') },
  { name: 'checkout-phone', screen: 'phone', open: storefront('checkout') },
  { name: 'order', open: storefront('order') },
  { name: 'order-phone', screen: 'phone', open: storefront('order') },
  { name: 'admin-home', open: admin('/') },
  { name: 'admin-home-dark', theme: 'dark', open: admin('/') },
  { name: 'admin-products', open: admin('/products') },
  { name: 'admin-product', open: admin(({ scenario }) => `/products/${scenario.product.id}`) },
  { name: 'admin-orders', open: admin('/orders') },
  { name: 'admin-order', open: admin(({ scenario }) => `/orders/${scenario.order.orderId}/show`) },
  { name: 'admin-order-dark', theme: 'dark', open: admin(({ scenario }) => `/orders/${scenario.order.orderId}/show`) },
  { name: 'admin-stock', open: admin('/stock') },
  { name: 'admin-import', open: admin(({ records }) => `/imports/${records.imports}/show`) },
  { name: 'admin-audit', open: admin('/audit') },
  { name: 'admin-contracts', open: admin('/contracts') },
  { name: 'admin-system', open: admin('/system') },
  { name: 'admin-orders-phone', screen: 'phone', open: admin('/orders') },
];

const found = z.object({ items: z.array(z.object({ variants: z.array(z.object({ sku: z.string() })) })) });

const folder = path.resolve(import.meta.dirname, '../../../docs/screenshots');

/** Places a few orders, so that lists and the first page have content. */
async function placeOrders(): Promise<void> {
  const baskets = {
    milk: 'grace',
    bread: 'alan',
    cheese: 'katherine',
    coffee: 'edsger',
    yogurt: 'barbara',
    apples: 'grace',
  };
  for (const [query, name] of Object.entries(baskets)) {
    const { items } = read(await call('GET', `/search?q=${query}&limit=1`), 200, found);
    const sku = items[0]?.variants[0]?.sku;
    if (!sku) continue;
    const cart = await createCart({ sku, quantity: 1 });
    await call(
      'POST',
      '/checkout',
      checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa', email: `${name}@example.com` }),
      newKey(),
    );
  }
}

/** Takes the screenshots, all or the named ones, as WebP files of at most 1280 pixels width. */
async function takeScreenshots(names: readonly string[]): Promise<void> {
  await placeOrders();
  const shop = await createShopScenario('ada@example.com');
  fs.mkdirSync(folder, { recursive: true });
  const browser = await launchBrowser();
  for (const { name, open, ...look } of screenshots.filter(shot => names.length === 0 || names.includes(shot.name))) {
    const page = await newPage(browser, look);
    await watchVitals(page);
    await open(page, shop);
    await waitUntilSettled(page, 1000);
    const picture = await page.screenshot({ animations: 'disabled' });
    const file = path.join(folder, `${name}.webp`);
    await sharp(picture).webp({ quality: 82, effort: 6 }).toFile(file);
    console.log(`${path.relative(process.cwd(), file)} ${Math.round(fs.statSync(file).size / 1000)} kB`);
    await page.context().close();
  }
  await browser.close();
}

console.log(`Pictures of ${environment.STOREFRONT_URL} and ${environment.ADMIN_URL}`);
await takeScreenshots(process.argv.slice(2));
