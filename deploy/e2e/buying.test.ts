import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { environment, newEmail } from './api-client.ts';
import { axeFindings } from './browser/axe.ts';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import {
  addToCart,
  cards,
  fillCard,
  fillCheckout,
  goToPayment,
  payButton,
  payWith,
  storefront,
  waitForConfirmation,
} from './shopper.ts';
import { createProduct, ordersOf, paymentsOf, type TestProduct } from './test-products.ts';

/** A guest buys in a browser, on the whole system. Shipping to Great Britain is part of the total. */
const { openPage } = useBrowser();
let product: TestProduct;
beforeAll(async () => {
  product = await createProduct({ stock: 50 });
});

/** Expects one order with one payment, authorized or captured once; returns the order. */
async function expectOnePurchase(email: string) {
  const notCancelled = (orders: Awaited<ReturnType<typeof ordersOf>>) =>
    orders.filter(({ status }) => status !== 'cancelled');
  await until(async () => notCancelled(await ordersOf(email)).every(({ status }) => status !== 'pending'), {
    describe: 'the order is paid',
  });
  const [order, ...more] = notCancelled(await ordersOf(email));
  if (!order) throw new Error('Nothing was bought');
  expect(more).toEqual([]);
  const payments = await paymentsOf(order.id);
  expect(payments).toMatchObject([
    { status: expect.stringMatching(/^(authorized|captured)$/), amount: order.totals.total },
  ]);
  return order;
}

/**
 * Fails the connection of the request that `act` sends: before it is sent, or (`isReceived`) after the server received
 * it, so that its response and its cookies are lost.
 */
async function failConnectionOnce(
  page: Page,
  address: string,
  isReceived: boolean,
  act: () => Promise<void>,
): Promise<void> {
  const failed = page.waitForEvent('requestfailed');
  await page.route(
    address,
    async route => {
      const request = route.request();
      if (isReceived) {
        const headers = Object.entries(await request.allHeaders()).filter(
          ([name]) => !/^:|^(host|connection|content-length)$/.test(name),
        );
        await fetch(request.url(), { method: 'POST', headers, body: request.postData() ?? '', redirect: 'manual' });
      }
      await route.abort('internetdisconnected');
    },
    { times: 1 },
  );
  await act();
  await failed;
}

const mails = z.array(z.object({ text: z.string(), to: z.array(z.object({ address: z.string() })) }));

/** The link to the order in the first e-mail to this address. */
async function linkInMail(email: string): Promise<string> {
  return until(
    async () => {
      const all = mails.parse(await (await fetch(`${environment.INBOX_URL}/api/email`)).json());
      const mail = all.find(({ to }) => to.some(({ address }) => address === email));
      return /https?:\S+\/orders\/\S+/.exec(mail?.text ?? '')?.[0];
    },
    { describe: 'the confirmation arrives' },
  );
}

describe('a guest', () => {
  test('buys with a card, sees the order update live, and opens it from the e-mail on another device', async () => {
    const page = await openPage({ screen: 'phone' });
    const email = newEmail();
    await addToCart(page, product);
    await goToPayment(page, email);
    await payWith(page, cards.good);
    await waitForConfirmation(page);
    await page.getByText('On its way, done').waitFor();
    await page.getByText('Tracking number').waitFor();
    const order = await expectOnePurchase(email);
    await page.getByText(`Order ${order.number}`).waitFor();
    await page.getByRole('link', { name: 'Cart is empty' }).waitFor();
    expect(pageErrors(page)).toEqual([]);

    const elsewhere = await openPage();
    await elsewhere.goto(await linkInMail(email));
    await elsewhere.getByText(`Order ${order.number}`).waitFor();
    expect(new URL(elsewhere.url()).search).toBe('');
    const otherShopper = await openPage();
    await otherShopper.goto(`${storefront}/orders/${order.id}`);
    await otherShopper.getByRole('heading', { name: 'This order cannot be opened here' }).waitFor();
  });

  test('passes 3D Secure and completes the purchase', async () => {
    const page = await openPage();
    const email = newEmail();
    await addToCart(page, product);
    await goToPayment(page, email);
    await payWith(page, cards.threeDSecure);
    await page.getByRole('button', { name: /approve|complete|authori[sz]e/i }).click();
    await waitForConfirmation(page);
    await expectOnePurchase(email);
  });

  test('is declined, sees why, and pays with another card', async () => {
    const page = await openPage();
    const email = newEmail();
    await addToCart(page, product);
    await goToPayment(page, email);
    await payWith(page, cards.noFunds);
    await page
      .getByRole('alert')
      .filter({ hasText: /insufficient funds/i })
      .waitFor();
    await payWith(page, cards.good);
    await waitForConfirmation(page);
    await expectOnePurchase(email);
  });

  test('goes back from the payment page: nothing is charged, the cart is kept, and paying later is one order', async () => {
    const page = await openPage();
    const email = newEmail();
    await addToCart(page, product);
    await goToPayment(page, email);
    await page.goBack();
    await payButton(page).waitFor();
    await page.goto(`${storefront}/cart`);
    await page.getByText('You have not paid yet, and nothing was charged.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('link', { name: product.title }).waitFor();
    await page.getByRole('link', { name: 'Check out' }).click();
    expect(await page.getByLabel('E-mail').inputValue()).toBe(email);
    await payButton(page).click();
    await payWith(page, cards.good);
    await waitForConfirmation(page);
    await expectOnePurchase(email);
    await page.goBack();
    await page.getByRole('heading', { name: 'Already paid' }).waitFor();
    await page.goto(`${storefront}/cart`);
    await page.getByRole('heading', { name: 'Your cart is empty' }).waitFor();
  });

  test('goes back, changes the address and pays: the first order, which reserved the last one, is cancelled at once', async () => {
    const last = await createProduct({ stock: 1 });
    const page = await openPage();
    const email = newEmail();
    await addToCart(page, last);
    await goToPayment(page, email);
    await page.goto(`${storefront}/checkout`);
    await page.getByText('Change what you like below and press Pay, and a new order takes its place.').waitFor();
    await page.getByLabel('Street and number').fill('2 Analytical Way');
    await payButton(page).click();
    await page.getByLabel('Card number', { exact: true }).waitFor();
    const orders = await ordersOf(email);
    expect(orders.map(({ status }) => status).sort()).toEqual(['cancelled', 'pending']);
    await payWith(page, cards.good);
    await waitForConfirmation(page);
    await page.getByText('2 Analytical Way').waitFor();
    await expectOnePurchase(email);
    expect(pageErrors(page)).toEqual([]);
  });

  test('buys the same cart in two tabs, with another address in each: one order can be paid', async () => {
    const last = await createProduct({ stock: 1 });
    const one = await openPage();
    const email = newEmail();
    await addToCart(one, last);
    await fillCheckout(one, email);
    const two = await one.context().newPage();
    await two.goto(`${storefront}/cart`);
    await fillCheckout(two, email);
    await two.getByLabel('Street and number').fill('2 Analytical Way');
    await Promise.all([payButton(one).click(), payButton(two).click()]);
    await Promise.all([fillCard(one, cards.good), fillCard(two, cards.good)]);
    const orders = await ordersOf(email);
    expect(orders.map(({ status }) => status).sort()).toEqual(['cancelled', 'pending']);
    await Promise.all([payButton(one).click(), payButton(two).click()]);
    await until(
      async () => (await ordersOf(email)).some(({ status }) => status !== 'pending' && status !== 'cancelled'),
      {
        describe: 'one is paid',
      },
    );
    await expectOnePurchase(email);
  });

  test('goes back, cancels the order and keeps the cart: another shopper can buy the last one', async () => {
    const last = await createProduct({ stock: 1 });
    const page = await openPage({ javaScript: false });
    const email = newEmail();
    await page.goto(`${storefront}/products/${last.slug}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await fillCheckout(page, email);
    await payButton(page).click();
    await page.getByLabel('Card number', { exact: true }).waitFor();
    await page.goto(`${storefront}/cart`);
    const [order] = await ordersOf(email);
    await page.getByRole('button', { name: `Cancel order ${order?.number}` }).click();
    await page.getByRole('heading', { name: 'Cancelled', level: 1 }).waitFor();
    await page.getByText('You cancelled it before it was paid.').waitFor();
    expect(await ordersOf(email)).toMatchObject([{ status: 'cancelled' }]);
    expect(await paymentsOf(order?.id ?? '')).toMatchObject([{ status: 'cancelled' }]);
    await page.getByRole('link', { name: 'Your cart' }).click();
    await page.getByRole('link', { name: last.title }).waitFor();
    const other = await openPage();
    await addToCart(other, last);
    await goToPayment(other, newEmail());
  });

  test('presses Pay twice, and again on the payment page: one order, one charge', async () => {
    const page = await openPage();
    const email = newEmail();
    await addToCart(page, product);
    await fillCheckout(page, email);
    await payButton(page).dblclick();
    await fillCard(page, cards.good);
    await payButton(page).dblclick();
    await waitForConfirmation(page);
    await expectOnePurchase(email);
  });

  test('buys the same cart in two tabs once', async () => {
    const one = await openPage();
    const email = newEmail();
    await addToCart(one, product);
    await fillCheckout(one, email);
    const two = await one.context().newPage();
    await two.goto(`${storefront}/cart`);
    await fillCheckout(two, email);
    await Promise.all([payButton(one).click(), payButton(two).click()]);
    await Promise.all([fillCard(one, cards.good), fillCard(two, cards.good)]);
    await payButton(one).click();
    await waitForConfirmation(one);
    await payButton(two).click();
    await two
      .getByText(/already|thank you|on its way/i)
      .first()
      .waitFor();
    await expectOnePurchase(email);
    await two.goto(`${storefront}/checkout`);
    await two.getByRole('heading', { name: 'There is nothing to check out' }).waitFor();
  });

  test.each([
    ['before the server receives it', false],
    ['after it, and the response is lost', true],
  ])('loses the connection on Pay, %s, and tries again: one order, one charge', async (_when, isReceived) => {
    const page = await openPage();
    const email = newEmail();
    await addToCart(page, product);
    await fillCheckout(page, email);
    await failConnectionOnce(page, '**/checkout/pay', isReceived, () => payButton(page).click());
    await page.waitForURL(/^chrome-error:/);
    await page.goBack();
    const typed = page.getByLabel('E-mail', { exact: true });
    await until(async () => (await typed.inputValue()) === email, { describe: 'what was typed is there again' });
    await payButton(page).click();
    await fillCard(page, cards.good);
    await failConnectionOnce(page, '**/c/pay/**', isReceived, () => payButton(page).click());
    await page.getByRole('alert').filter({ hasText: 'you will not be charged twice' }).waitFor();
    await payButton(page).click();
    await waitForConfirmation(page);
    await expectOnePurchase(email);
  });
});
