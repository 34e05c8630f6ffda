import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { axeFindings } from './browser/axe.ts';
import { faults, useBrowser } from './browser/open.ts';
import { type Goods, newGoods, ordersOf, paymentsOf } from './goods.ts';
import { environment, newEmail } from './outside.ts';
import {
  cards,
  fillCard,
  fillCheckout,
  goToPayment,
  payButton,
  payWith,
  putIntoCart,
  storefront,
  thanked,
} from './shopper.ts';

/** A guest buys, as people do: in a browser, on the whole system. Shipping to Great Britain is part of the total. */
const { visit } = useBrowser();
let goods: Goods;
beforeAll(async () => {
  goods = await newGoods({ stock: 50 });
});

/** That one order was placed and its money is held or taken once; gives the order. */
async function boughtOnce(email: string) {
  const bought = (orders: Awaited<ReturnType<typeof ordersOf>>) =>
    orders.filter(({ status }) => status !== 'cancelled');
  await until(async () => bought(await ordersOf(email)).every(({ status }) => status !== 'pending'), {
    describe: 'the order is paid',
  });
  const [order, ...more] = bought(await ordersOf(email));
  if (!order) throw new Error('Nothing was bought');
  expect(more).toEqual([]);
  const payments = await paymentsOf(order.id);
  expect(payments).toMatchObject([
    { status: expect.stringMatching(/^(authorized|captured)$/), amount: order.totals.total },
  ]);
  return order;
}

/**
 * Has the connection fail for the request that `act` makes: it does not get out, or (`isHeard`) it does and its answer
 * does not come back, with all that the answer would have left in the browser.
 */
async function loseOnce(page: Page, address: string, isHeard: boolean, act: () => Promise<void>): Promise<void> {
  const lost = page.waitForEvent('requestfailed');
  await page.route(
    address,
    async route => {
      const request = route.request();
      if (isHeard) {
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
  await lost;
}

const mails = z.array(z.object({ text: z.string(), to: z.array(z.object({ address: z.string() })) }));

/** The link to the order in the first e-mail that this address got. */
async function linkInMail(email: string): Promise<string> {
  return until(
    async () => {
      const all = mails.parse(await (await fetch(`${environment.INBOX_URL}/api/email`)).json());
      const mail = all.find(({ to }) => to.some(({ address }) => address === email));
      return /https?:\S+\/orders\/\S+/.exec(mail?.text ?? '')?.[0];
    },
    { describe: 'the confirmation comes', timeoutMs: 30_000 },
  );
}

describe('a guest', () => {
  test('buys with a card, sees the order move by itself, and opens it from the e-mail on another device', async () => {
    const page = await visit({ screen: 'phone' });
    const email = newEmail();
    await putIntoCart(page, goods);
    await goToPayment(page, email);
    await payWith(page, cards.good);
    await thanked(page);
    await page.getByRole('heading', { name: /^(On its way|Delivered)$/, level: 1 }).waitFor();
    await page.getByText('Tracking number').waitFor();
    const order = await boughtOnce(email);
    await page.getByText(`Order ${order.number}`).waitFor();
    await page.getByRole('link', { name: 'Cart is empty' }).waitFor();
    expect(faults(page)).toEqual([]);

    const elsewhere = await visit();
    await elsewhere.goto(await linkInMail(email));
    await elsewhere.getByText(`Order ${order.number}`).waitFor();
    expect(new URL(elsewhere.url()).search).toBe('');
    const stranger = await visit();
    await stranger.goto(`${storefront}/orders/${order.id}`);
    await stranger.getByRole('heading', { name: 'This order cannot be opened here' }).waitFor();
  });

  test('is asked by their bank, agrees, and has bought', async () => {
    const page = await visit();
    const email = newEmail();
    await putIntoCart(page, goods);
    await goToPayment(page, email);
    await payWith(page, cards.threeDSecure);
    await page.getByRole('button', { name: /approve|complete|authori[sz]e/i }).click();
    await thanked(page);
    await boughtOnce(email);
  });

  test('is declined, told why, and pays with another card', async () => {
    const page = await visit();
    const email = newEmail();
    await putIntoCart(page, goods);
    await goToPayment(page, email);
    await payWith(page, cards.noFunds);
    await page
      .getByRole('alert')
      .filter({ hasText: /insufficient funds/i })
      .waitFor();
    await payWith(page, cards.good);
    await thanked(page);
    await boughtOnce(email);
  });

  test('goes back from the payment page: nothing is charged, the cart is still there, and paying later is one order', async () => {
    const page = await visit();
    const email = newEmail();
    await putIntoCart(page, goods);
    await goToPayment(page, email);
    await page.goBack();
    await payButton(page).waitFor();
    await page.goto(`${storefront}/cart`);
    await page.getByText('You have not paid yet, and nothing was charged.').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('link', { name: goods.title }).waitFor();
    await page.getByRole('link', { name: 'Check out' }).click();
    expect(await page.getByLabel('E-mail').inputValue()).toBe(email);
    await payButton(page).click();
    await payWith(page, cards.good);
    await thanked(page);
    await boughtOnce(email);
    await page.goBack();
    await page.getByRole('heading', { name: 'Already paid' }).waitFor();
    await page.goto(`${storefront}/cart`);
    await page.getByRole('heading', { name: 'Your cart is empty' }).waitFor();
  });

  test('goes back, changes the address and pays: the order that waited is cancelled at once, though it held the last one, and one is bought', async () => {
    const last = await newGoods({ stock: 1 });
    const page = await visit();
    const email = newEmail();
    await putIntoCart(page, last);
    await goToPayment(page, email);
    await page.goto(`${storefront}/checkout`);
    await page.getByText('Change what you like below and press Pay, and a new order takes its place.').waitFor();
    await page.getByLabel('Street and number').fill('2 Analytical Way');
    await payButton(page).click();
    await page.getByLabel('Card number', { exact: true }).waitFor();
    const orders = await ordersOf(email);
    expect(orders.map(({ status }) => status).sort()).toEqual(['cancelled', 'pending']);
    await payWith(page, cards.good);
    await thanked(page);
    await page.getByText('2 Analytical Way').waitFor();
    await boughtOnce(email);
    expect(faults(page)).toEqual([]);
  });

  test('who buys the same cart in two tabs, with another address in each, has one order that can be paid', async () => {
    const last = await newGoods({ stock: 1 });
    const one = await visit();
    const email = newEmail();
    await putIntoCart(one, last);
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
    await boughtOnce(email);
  });

  test('goes back, cancels the order, and has the cart as it was: somebody else can have the last one', async () => {
    const last = await newGoods({ stock: 1 });
    const page = await visit({ javaScript: false });
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
    const other = await visit();
    await putIntoCart(other, last);
    await goToPayment(other, newEmail());
  });

  test('presses Pay twice, and again on the payment page: one order, one charge', async () => {
    const page = await visit();
    const email = newEmail();
    await putIntoCart(page, goods);
    await fillCheckout(page, email);
    await payButton(page).dblclick();
    await fillCard(page, cards.good);
    await payButton(page).dblclick();
    await thanked(page);
    await boughtOnce(email);
  });

  test('who buys the same cart in two tabs buys once', async () => {
    const one = await visit();
    const email = newEmail();
    await putIntoCart(one, goods);
    await fillCheckout(one, email);
    const two = await one.context().newPage();
    await two.goto(`${storefront}/cart`);
    await fillCheckout(two, email);
    await Promise.all([payButton(one).click(), payButton(two).click()]);
    await Promise.all([fillCard(one, cards.good), fillCard(two, cards.good)]);
    await payButton(one).click();
    await thanked(one);
    await payButton(two).click();
    await two
      .getByText(/already|thank you|on its way/i)
      .first()
      .waitFor();
    await boughtOnce(email);
    await two.goto(`${storefront}/checkout`);
    await two.getByRole('heading', { name: 'There is nothing to check out' }).waitFor();
  });

  test.each([
    ['before the shop heard of it', false],
    ['after it, and the answer is lost', true],
  ])('loses the connection on Pay, %s, and tries again: one order, one charge', async (_when, isHeard) => {
    const page = await visit();
    const email = newEmail();
    await putIntoCart(page, goods);
    await fillCheckout(page, email);
    await loseOnce(page, '**/checkout/pay', isHeard, () => payButton(page).click());
    await page.waitForURL(/^chrome-error:/);
    await page.goBack();
    await payButton(page).click();
    await fillCard(page, cards.good);
    await loseOnce(page, '**/c/pay/**', isHeard, () => payButton(page).click());
    await page.getByRole('alert').filter({ hasText: 'you will not be charged twice' }).waitFor();
    await payButton(page).click();
    await thanked(page);
    await boughtOnce(email);
  });
});
