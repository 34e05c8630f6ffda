import { beforeAll, describe, expect, test } from '@jest/globals';
import { call, checkoutRequest, createCart, newEmail, newKey, read, shapes } from './api-client.ts';
import { storeOrderToken } from './browser/scenario.ts';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import { storefront } from './shopper.ts';
import { createProduct, ordersOf, type TestProduct } from './test-products.ts';

const { openPage } = useBrowser();
const email = newEmail();
let lamp: TestProduct;
let rug: TestProduct;
let order: { orderId: string; orderToken: string };
let number: string;
beforeAll(async () => {
  [lamp, rug] = await Promise.all([createProduct({ name: 'Lamp', stock: 6 }), createProduct({ name: 'Rug' })]);
  const cart = await createCart({ sku: lamp.sku, quantity: 4 }, { sku: rug.sku, quantity: 1 });
  const request = checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa', email });
  order = read(await call('POST', '/checkout', request, newKey()), 201, shapes.checkout);
  number = (await ordersOf(email))[0]?.number ?? '';
});

describe.each([true, false])('an order (script: %s)', javaScript => {
  test('is found by its number and e-mail address', async () => {
    const page = await openPage({ screen: 'phone', javaScript });
    await page.goto(`${storefront}/orders/${order.orderId}`);
    await page.getByRole('heading', { name: 'This order cannot be opened here' }).waitFor();
    await page.getByLabel('Order number').fill(number.replace('C-', 'c '));
    await page.getByLabel('E-mail of the order').fill('somebody@example.com');
    await page.getByRole('button', { name: 'Open the order' }).click();
    await page.getByRole('alert').filter({ hasText: 'There is no order with this number' }).waitFor();
    await page.getByLabel('Order number').fill(number.replace('C-', 'c '));
    await page.getByLabel('E-mail of the order').fill(email.toUpperCase());
    await page.getByRole('button', { name: 'Open the order' }).click();
    await page.getByText(`Order ${number}`).waitFor();
    expect(page.url()).toBe(`${storefront}/orders/${order.orderId}`);
    expect(pageErrors(page)).toEqual([]);
  });

  test('is ordered again, as far as it is there', async () => {
    const page = await openPage({ javaScript });
    await storeOrderToken(page, order);
    await page.goto(`${storefront}/orders/${order.orderId}`);
    await page.getByRole('button', { name: 'Order the same again' }).click();
    await page.waitForURL(`${storefront}/cart`);
    const lines = page.getByRole('main').getByRole('list', { name: 'In your cart' });
    await lines.getByRole('link', { name: rug.title }).waitFor();
    expect(await lines.getByLabel(`Quantity of ${lamp.title}`).inputValue()).toBe('2'); // two of six are left
    await lines.getByText('There are only 2 left.').waitFor();
  });
});

test('a receipt is printed without what is for the screen', async () => {
  const page = await openPage();
  await storeOrderToken(page, order);
  await page.goto(`${storefront}/orders/${order.orderId}`);
  await page.emulateMedia({ media: 'print' });
  await page.getByText(`Order ${number}`).waitFor();
  await page.getByText('Covenant Market · Receipt').waitFor();
  for (const part of [page.getByRole('banner'), page.getByRole('contentinfo'), page.getByRole('button')])
    expect(await part.filter({ visible: true }).count()).toBe(0);
  expect(await page.getByText('Total', { exact: true }).isVisible()).toBe(true);
});

test('the pages about the shop are linked in the footer', async () => {
  const page = await openPage({ javaScript: false });
  for (const name of ['Contact', 'Delivery', 'Returns', 'Privacy', 'Terms']) {
    await page.goto(storefront);
    await page.getByRole('contentinfo').getByRole('link', { name }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(page.url()).toBe(`${storefront}/help/${name.toLowerCase()}`);
  }
});
