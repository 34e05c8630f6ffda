import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { until } from '../../../services/platform/testing/until.ts';
import { call, checkoutRequest, createCart, environment, findOrder, newKey, read, shapes } from '../api-client.ts';
import { useBrowser } from '../browser/use-browser.ts';

/** Checkouts on the hosted payment page, in a real browser, until the order is shipped. */
const { openPage } = useBrowser();
let page: Page;
let sku: string;

beforeAll(async () => {
  const { items } = read(await call('GET', '/products?limit=1'), 200, shapes.products);
  sku = items[0]?.variants[0]?.sku ?? '';
});
beforeEach(async () => {
  page = await openPage();
});

async function checkout() {
  const cart = await createCart({ sku, quantity: 1 });
  const request = checkoutRequest(cart.id, { returnUrl: `${environment.STOREFRONT_URL}/` });
  const bought = read(await call('POST', '/checkout', request, newKey()), 201, shapes.checkout);
  expect(bought.payment.status).toBe('pending');
  await page.goto(bought.payment.redirectUrl ?? '');
  return bought;
}

async function payWith(number: string): Promise<void> {
  await page.getByLabel('Card number', { exact: true }).fill(number);
  await page.getByLabel('Expiry', { exact: true }).fill('12 / 40');
  await page.getByLabel('CVC', { exact: true }).fill('123');
  await page.getByLabel('Name on card', { exact: true }).fill('Ada Shopper');
  await page.getByRole('button', { name: /^Pay / }).click();
}

const waitForReturn = () => page.waitForURL(`${environment.STOREFRONT_URL}/**`);
const untilShipped = (order: { orderId: string; orderToken: string }) =>
  until(async () => ['shipped', 'delivered'].includes((await findOrder(order)).status), {
    describe: 'the order is shipped',
  });

describe('the hosted page', () => {
  test('accepts a card, redirects back, and the order is shipped', async () => {
    const order = await checkout();
    await payWith('4242424242424242');
    await waitForReturn();
    await untilShipped(order);
  });

  test('authenticates with 3D Secure where the card requires it', async () => {
    const order = await checkout();
    await payWith('4000002500003155');
    await page.getByRole('button', { name: /approve|complete|authori[sz]e/i }).click();
    await waitForReturn();
    await untilShipped(order);
  });

  test('shows a decline, leaves the order pending, and accepts another card', async () => {
    const order = await checkout();
    await payWith('4000000000009995');
    await page
      .getByText(/insufficient funds|too little|declined/i)
      .first()
      .waitFor();
    expect((await findOrder(order)).status).toBe('pending');
    await payWith('4242424242424242');
    await waitForReturn();
    await untilShipped(order);
  });
});
