import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeFindings } from './browser/axe.ts';
import { useBrowser } from './browser/use-browser.ts';
import { isHydrated, showsQuantity } from './shopper.ts';
import { startStorefront } from './storefront-process.ts';
import { createProduct, type TestProduct } from './test-products.ts';

const { openPage } = useBrowser();
let shop: Awaited<ReturnType<typeof startStorefront>>;
let product: TestProduct;
beforeAll(async () => {
  shop = await startStorefront();
  product = await createProduct({ stock: 50 });
}, 60_000);
afterAll(() => shop?.close());
beforeEach(() => shop.reconnectGateway());

/** Adds two of the product to the cart, by the plain forms. */
async function addTwoToCart(page: Page): Promise<void> {
  for (const _ of [1, 2]) {
    const response = await page.context().request.post(`${shop.url}/cart/lines`, {
      form: { sku: product.sku, add: '1', next: '/cart' },
      headers: { origin: shop.url, 'sec-fetch-site': 'same-origin' },
    });
    expect(response.status()).toBe(200);
  }
}

/** The page without the drawer. */
const main = (page: Page) => page.getByRole('main');
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1, exact: true });

describe('while the services do not respond', () => {
  test('the cart page says that the cart is kept, and reloads itself once they do', async () => {
    const page = await openPage();
    await addTwoToCart(page);
    await shop.disconnectGateway();
    const response = await page.goto(`${shop.url}/cart`);
    expect([response?.status(), response?.headers()['cache-control']]).toEqual([503, 'private, no-store']);
    expect(Number(response?.headers()['retry-after'])).toBeGreaterThan(0);
    await heading(page, 'Your cart cannot be shown right now').waitFor();
    await page.getByText('The 2 things in your cart are kept.').waitFor();
    await page.getByRole('link', { name: 'Cart 2 in it' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shop.reconnectGateway();
    await heading(page, 'Cart').waitFor();
    await page.getByRole('link', { name: product.title }).waitFor();
  });

  test('without a script the page says the same, and the link shows the cart again', async () => {
    const page = await openPage({ javaScript: false, screen: 'phone', theme: 'dark' });
    await addTwoToCart(page);
    await shop.disconnectGateway();
    await page.goto(`${shop.url}/cart`);
    await page.getByText('The 2 things in your cart are kept.').waitFor();
    await page.getByRole('link', { name: 'Try again' }).click();
    await heading(page, 'Your cart cannot be shown right now').waitFor();
    await shop.reconnectGateway();
    await page.getByRole('link', { name: 'Try again' }).click();
    await page.getByRole('link', { name: product.title }).waitFor();
  });

  test('a failed change of the cart is undone on the page', async () => {
    const page = await openPage();
    await addTwoToCart(page);
    await page.goto(`${shop.url}/cart`);
    await isHydrated(page);
    await shop.disconnectGateway();
    await main(page)
      .getByRole('button', { name: `One more: ${product.title}` })
      .click();
    await main(page).getByText('We cannot change your cart right now: the shop does not answer.').waitFor();
    await showsQuantity(main(page), product.title, '2');
  });

  test.each([
    ['/', 'The shop cannot be shown right now', 'What is in your cart is kept.'],
    ['/search?q=milk', 'Search cannot be shown right now', 'What is in your cart is kept.'],
    [
      '/checkout',
      'The checkout cannot be shown right now',
      'The 2 things in your cart are kept, and nothing is charged before you pay.',
    ],
  ])('%s says so, with a reassurance', async (path, title, text) => {
    const page = await openPage();
    await addTwoToCart(page);
    await shop.disconnectGateway();
    expect((await page.goto(shop.url + path))?.status()).toBe(503);
    await heading(page, title).waitFor();
    await page.getByText(text).waitFor();
  });
});

test('a shopper who loses the connection keeps the page, sees a notice, and continues once it is back', async () => {
  const page = await openPage();
  await addTwoToCart(page);
  await page.goto(`${shop.url}/cart`);
  const offline = page.getByText('You are offline. What you see may have changed meanwhile.');
  await page.context().setOffline(true);
  await offline.waitFor();
  await main(page)
    .getByRole('button', { name: `One more: ${product.title}` })
    .click();
  await main(page).getByText('We cannot change your cart right now').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.context().setOffline(false);
  await offline.waitFor({ state: 'detached' });
  await main(page)
    .getByRole('button', { name: `One more: ${product.title}` })
    .click();
  await showsQuantity(main(page), product.title, '3');
  await main(page).getByText('We cannot change your cart right now').waitFor({ state: 'detached' });
});
