import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { until } from '../../services/platform/testing/until.ts';
import { call, checkoutRequest, createCart, newEmail, newKey, read, shapes } from './api-client.ts';
import { useBrowser } from './browser/use-browser.ts';
import {
  addToCart,
  cards,
  fillCheckout,
  formatUsd,
  goToPayment,
  payButton,
  payWith,
  storefront,
  waitForConfirmation,
} from './shopper.ts';
import { adjustStock, createProduct, ordersOf, setPrice, type TestProduct } from './test-products.ts';

const { openPage } = useBrowser();

/** Another shopper buys, through the API. */
async function buyThroughApi({ sku }: TestProduct, quantity = 1): Promise<void> {
  const cart = await createCart({ sku, quantity });
  read(
    await call('POST', '/checkout', checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa' }), newKey()),
    201,
    shapes.checkout,
  );
}

describe('while a shopper fills in the checkout', () => {
  test('a price changes: Pay shows the old and the new price and buys nothing; pressed again it buys', async () => {
    const product = await createProduct({ price: 500 });
    const page = await openPage();
    const email = newEmail();
    await addToCart(page, product);
    await page.route('**/api/live?*', route => route.abort()); // else the page knows before Pay is pressed
    await fillCheckout(page, email);
    await setPrice(product, 650);
    await payButton(page).click();
    await page.getByText('A price changed since you saw it.').waitFor();
    await page.getByText(`${product.title}: ${formatUsd(500)} → ${formatUsd(650)}`).waitFor();
    expect(await ordersOf(email)).toEqual([]);
    expect(await page.getByLabel('Street and number').inputValue()).toBe('1 Analytical Way');
    await payButton(page).click();
    await payWith(page, cards.good);
    await waitForConfirmation(page);
    const [order] = await ordersOf(email);
    await page
      .getByText(formatUsd(order?.totals.total.amount ?? 0))
      .first()
      .waitFor();
    expect(await page.getByText(formatUsd(650)).count()).toBeGreaterThan(0);
  });

  test('a price changes on the open page: it is shown at once, and what was typed stays', async () => {
    const product = await createProduct({ price: 500 });
    const page = await openPage();
    await addToCart(page, product);
    await fillCheckout(page, newEmail());
    await setPrice(product, 650);
    await page.getByText(`${product.title}: ${formatUsd(500)} → ${formatUsd(650)}`).waitFor();
    expect(await page.getByLabel('Street and number').inputValue()).toBe('1 Analytical Way');
    await payButton(page).click();
    await payWith(page, cards.good);
    await waitForConfirmation(page);
  });

  test.each([
    ['without a connection', undefined],
    ['with an error', { status: 502, body: 'Bad gateway' }],
  ])('a refresh of the page fails %s after Pay is pressed: the payment page opens', async (_how, response) => {
    const page = await openPage();
    await addToCart(page, await createProduct({ stock: 5 }));
    await fillCheckout(page, newEmail());
    const payment = Promise.withResolvers<void>();
    await page.route(/[?&]_rsc=/, async route => {
      await page.waitForRequest('**/checkout/pay');
      await (response ? route.fulfill(response) : route.abort());
      payment.resolve();
    });
    await page.route('**/checkout/pay', async route => {
      await payment.promise;
      await route.fulfill({ response: await route.fetch({ maxRedirects: 0 }) });
    });
    const refresh = page.waitForRequest(/[?&]_rsc=/);
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await refresh;
    await payButton(page).click({ noWaitAfter: true });
    await payWith(page, cards.good);
    await waitForConfirmation(page);
  });

  test('another shopper buys the last one: nothing is charged, and the page says how to go on', async () => {
    const product = await createProduct({ stock: 1 });
    const other = await createProduct();
    const page = await openPage();
    const email = newEmail();
    await addToCart(page, product);
    await addToCart(page, other);
    await page.route('**/api/live?*', route => route.abort()); // else the page knows before Pay is pressed
    await fillCheckout(page, email);
    await buyThroughApi(product);
    await payButton(page).click();
    await page.getByText('Meanwhile someone else was quicker. Nothing was charged.').waitFor();
    expect(await ordersOf(email)).toEqual([]);
    await page.getByRole('button', { name: 'Go on without it' }).click();
    await page.getByText('Meanwhile someone else was quicker').waitFor({ state: 'detached' });
    await payButton(page).click();
    await payWith(page, cards.good);
    await waitForConfirmation(page);
    expect(await page.getByText(other.title).count()).toBeGreaterThan(0);
    expect(await page.getByText(product.title).count()).toBe(0);
  });

  test('another shopper buys the last one: the open page says so before Pay is pressed', async () => {
    const product = await createProduct({ stock: 1 });
    const page = await openPage();
    await addToCart(page, product);
    await fillCheckout(page, newEmail());
    await buyThroughApi(product);
    await page.getByText('Meanwhile someone else was quicker. Nothing was charged.').waitFor();
    expect(await payButton(page).isDisabled()).toBe(true);
    expect(await page.getByLabel('Street and number').inputValue()).toBe('1 Analytical Way');
  });

  test('a shopper on the payment page has the last one reserved: others see that it is sold out', async () => {
    const product = await createProduct({ stock: 1 });
    const page = await openPage();
    await addToCart(page, product);
    await goToPayment(page, newEmail());
    const other = await openPage();
    await other.goto(`${storefront}/products/${product.slug}`);
    await other.getByRole('button', { name: 'Sold out' }).waitFor();
    await payWith(page, cards.good);
    await waitForConfirmation(page);
  });
});

describe('an open product page, without being loaded again', () => {
  const openProduct = async (product: TestProduct, before?: (page: Page) => Promise<unknown>) => {
    const page = await openPage();
    await before?.(page);
    await page.goto(`${storefront}/products/${product.slug}`);
    await page.getByText(formatUsd(product.price), { exact: true }).first().waitFor();
    const fetchPage = async () => (await fetch(`${storefront}/products/${product.slug}`)).text();
    return { page, fetchPage };
  };

  test('a new price shows it', async () => {
    const product = await createProduct({ price: 500 });
    const { page, fetchPage } = await openProduct(product);
    await setPrice(product, 725);
    await page.getByText(formatUsd(725), { exact: true }).first().waitFor();
    expect(await fetchPage()).toContain(formatUsd(725));
  });

  test('a new price from before the page was connected is shown once it is', async () => {
    const product = await createProduct({ price: 500 });
    const isChanged = Promise.withResolvers<void>();
    const { page, fetchPage } = await openProduct(product, opened =>
      opened.route('**/api/live?*', async route => {
        await isChanged.promise;
        await route.continue();
      }),
    );
    await setPrice(product, 725);
    const isPurged = async (): Promise<boolean> => (await fetchPage()).includes(formatUsd(725));
    await until(isPurged, { describe: 'the stored page is purged', everyMs: 100 });
    isChanged.resolve();
    await page.getByText(formatUsd(725), { exact: true }).first().waitFor();
  });

  test('a change of the stock shows the available units, and that it is back in stock', async () => {
    const product = await createProduct({ stock: 20 });
    const { page, fetchPage } = await openProduct(product);
    await page.getByText('In stock', { exact: true }).waitFor();
    await adjustStock(product.sku, -17);
    await page.getByText('3 left', { exact: true }).waitFor();
    expect(await fetchPage()).toContain('3 left');
    await adjustStock(product.sku, -3);
    await page.getByRole('button', { name: 'Sold out' }).waitFor();
    await adjustStock(product.sku, 5);
    await page.getByRole('button', { name: 'Add to cart' }).waitFor();
  });

  test('another shopper buying one shows one less', async () => {
    const product = await createProduct({ stock: 4 });
    const { page } = await openProduct(product);
    await page.getByText('4 left', { exact: true }).waitFor();
    await buyThroughApi(product);
    await page.getByText('3 left', { exact: true }).waitFor();
  });
});
