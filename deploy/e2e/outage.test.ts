import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeFindings } from './browser/axe.ts';
import { useBrowser } from './browser/open.ts';
import { type Goods, newGoods } from './goods.ts';
import { startOwnStorefront } from './own-storefront.ts';

/** The shop's services are down, or the shopper's connection is; the storefront itself stands. */
const { visit } = useBrowser();
let shop: Awaited<ReturnType<typeof startOwnStorefront>>;
let goods: Goods;
beforeAll(async () => {
  shop = await startOwnStorefront();
  goods = await newGoods({ stock: 50 });
}, 60_000);
afterAll(() => shop?.close());
beforeEach(() => shop.mend());

/** Puts two of something into the cart, by the plain forms. */
async function withTwoInCart(page: Page): Promise<void> {
  for (const _ of [1, 2]) {
    const answer = await page.context().request.post(`${shop.url}/cart/lines`, {
      form: { sku: goods.sku, add: '1', next: '/cart' },
      headers: { origin: shop.url, 'sec-fetch-site': 'same-origin' },
    });
    expect(answer.status()).toBe(200);
  }
}

/** The page, without the drawer beside it. */
const main = (page: Page) => page.getByRole('main');
const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1, exact: true });

describe('while the services do not answer', () => {
  test('the cart says that its things are kept, and comes back by itself once they do', async () => {
    const page = await visit();
    await withTwoInCart(page);
    await shop.cut();
    const answer = await page.goto(`${shop.url}/cart`);
    expect([answer?.status(), answer?.headers()['cache-control']]).toEqual([503, 'private, no-store']);
    expect(Number(answer?.headers()['retry-after'])).toBeGreaterThan(0);
    await heading(page, 'Your cart cannot be shown right now').waitFor();
    await page.getByText('The 2 things in your cart are kept.').waitFor();
    await page.getByRole('link', { name: 'Cart 2 in it' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await shop.mend();
    await heading(page, 'Cart').waitFor();
    await page.getByRole('link', { name: goods.title }).waitFor();
  });

  test('without a script it says the same, and trying again shows the cart', async () => {
    const page = await visit({ javaScript: false, screen: 'phone', theme: 'dark' });
    await withTwoInCart(page);
    await shop.cut();
    await page.goto(`${shop.url}/cart`);
    await page.getByText('The 2 things in your cart are kept.').waitFor();
    await page.getByRole('link', { name: 'Try again' }).click();
    await heading(page, 'Your cart cannot be shown right now').waitFor();
    await shop.mend();
    await page.getByRole('link', { name: 'Try again' }).click();
    await page.getByRole('link', { name: goods.title }).waitFor();
  });

  test('a change of the cart is not pretended', async () => {
    const page = await visit();
    await withTwoInCart(page);
    await page.goto(`${shop.url}/cart`);
    await shop.cut();
    await main(page)
      .getByRole('button', { name: `One more: ${goods.title}` })
      .click();
    await main(page).getByText('We cannot change your cart right now: the shop does not answer.').waitFor();
    await main(page).getByLabel(`Quantity of ${goods.title}`).filter({ hasText: /^2$/ }).waitFor();
  });

  test.each([
    ['/', 'The shop cannot be shown right now', 'What is in your cart is kept.'],
    ['/search?q=milk', 'Search cannot be shown right now', 'What is in your cart is kept.'],
    [
      '/checkout',
      'The checkout cannot be shown right now',
      'The 2 things in your cart are kept, and nothing is charged before you pay.',
    ],
  ])('%s says so, and that nobody loses anything', async (path, title, words) => {
    const page = await visit();
    await withTwoInCart(page);
    await shop.cut();
    expect((await page.goto(shop.url + path))?.status()).toBe(503);
    await heading(page, title).waitFor();
    await page.getByText(words).waitFor();
  });
});

test('whoever loses the connection keeps the page, is told, and goes on once it is back', async () => {
  const page = await visit();
  await withTwoInCart(page);
  await page.goto(`${shop.url}/cart`);
  const offline = page.getByText('You are offline. What you see may have changed meanwhile.');
  await page.context().setOffline(true);
  await offline.waitFor();
  await main(page)
    .getByRole('button', { name: `One more: ${goods.title}` })
    .click();
  await main(page).getByText('We cannot change your cart right now').waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.context().setOffline(false);
  await offline.waitFor({ state: 'detached' });
  await main(page)
    .getByRole('button', { name: `One more: ${goods.title}` })
    .click();
  await main(page).getByLabel(`Quantity of ${goods.title}`).filter({ hasText: /^3$/ }).waitFor();
  await main(page).getByText('We cannot change your cart right now').waitFor({ state: 'detached' });
});
