import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { call, environment, newKey, read, shapes } from './api-client.ts';
import { createScenario } from './browser/scenario.ts';
import { createStaff, firstAdmin, type Staff, signIn } from './browser/staff.ts';
import { useBrowser } from './browser/use-browser.ts';
import { formatUsd, storefront } from './shopper.ts';
import { adjustStock, adminSession, createProduct, paymentsOf, setPrice, type TestProduct } from './test-products.ts';

/** Merchants change what the shop sells while shoppers look at it. */
const { openPage } = useBrowser();

async function shopper({ slug, price }: TestProduct): Promise<Page> {
  const page = await openPage();
  await page.goto(`${storefront}/products/${slug}`);
  await page.getByText(formatUsd(price), { exact: true }).first().waitFor();
  return page;
}

async function merchant(path: string, staff: Staff = firstAdmin): Promise<Page> {
  const page = await openPage();
  await signIn(page, staff);
  await page.goto(environment.ADMIN_URL + path);
  return page;
}

describe('after a merchant saves, the open page shows, without being loaded again', () => {
  test('a price', async () => {
    const product = await createProduct({ price: 500 });
    const page = await shopper(product);
    const adminPage = await merchant(`/products/${product.id}`);
    await adminPage.getByRole('textbox', { name: `Price of ${product.sku} in USD`, exact: true }).fill('7.25');
    await adminPage.getByRole('button', { name: 'Save' }).click();
    await page.getByText(formatUsd(725), { exact: true }).first().waitFor();
    await adminPage.getByText(/Live on the storefront in \d/).waitFor();
  });

  test('how many are left', async () => {
    const product = await createProduct({ stock: 20 });
    const page = await shopper(product);
    const adminPage = await merchant('/stock');
    await page.getByText('In stock', { exact: true }).waitFor();
    await adminPage.getByRole('searchbox').fill(product.sku);
    await adminPage.getByRole('button', { name: `Adjust ${product.sku} at east` }).click();
    const dialog = adminPage.getByRole('dialog', { name: `Adjust ${product.sku}` });
    await dialog.getByLabel('How many there are now').fill('2');
    await dialog.getByRole('button', { name: 'Adjust' }).click();
    await page.getByText('2 left', { exact: true }).waitFor();
    await adminPage.getByRole('row', { name: new RegExp(`${product.sku} .* 2 0 2 `) }).waitFor();
    await dialog.waitFor({ state: 'detached' });
  });
});

test('a hidden tab closes its connection, and receives what it missed when it is visible again', async () => {
  const product = await createProduct();
  const page = await merchant('/');
  const happened = page.getByRole('list', { name: /^What just happened/ });
  await happened.waitFor();
  const look = (isHidden: boolean) =>
    page.evaluate(hidden => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  const isLive = (request: Request) => request.url().includes('/admin/live');
  await Promise.all([page.waitForEvent('requestfailed', isLive), look(true)]);
  await adjustStock(product.sku, 7);
  await Promise.all([page.waitForRequest(isLive), look(false)]);
  await happened.getByText(`${product.sku}: +7, 27 available`).waitFor();
});

const priceField = (page: Page, { sku }: TestProduct) =>
  page.getByRole('textbox', { name: `Price of ${sku} in USD`, exact: true });
const hasPrice = (page: Page, product: TestProduct, price: string) =>
  until(async () => (await priceField(page, product).inputValue()) === price, { describe: `the field has ${price}` });
const save = (page: Page) => page.getByRole('button', { name: 'Save' }).click();

test('a saved change is undone with one click, and the log has both', async () => {
  const product = await createProduct({ price: 500 });
  const page = await shopper(product);
  const adminPage = await merchant(`/products/${product.id}`);
  await priceField(adminPage, product).fill('7.25');
  await save(adminPage);
  await adminPage.getByText(`Saved: price of ${product.sku}.`).waitFor();
  await page.getByText(formatUsd(725), { exact: true }).first().waitFor();
  await adminPage.getByRole('button', { name: 'Undo' }).click();
  await adminPage.getByText('Taken back: the product is as it was.').waitFor();
  await hasPrice(adminPage, product, '5.00');
  await page.getByText(formatUsd(500), { exact: true }).first().waitFor();
  await adminPage.getByText(/^\$7\.25 .*became +\$5\.00$/).waitFor();
  expect(await adminPage.getByText(/^\$5\.00 .*became +\$7\.25$/).count()).toBe(1);
});

test('a merchant whose colleague saved first sees who it was, and decides field by field', async () => {
  const product = await createProduct({ price: 500 });
  const colleague = await createStaff('catalog');
  const mine = await merchant(`/products/${product.id}`);
  const theirs = await merchant(`/products/${product.id}`, colleague);
  await priceField(mine, product).fill('7.25');
  await mine.getByRole('textbox', { name: 'Brand' }).fill('Mine');
  await priceField(theirs, product).fill('6.50');
  await save(theirs);
  await theirs.getByText(`Saved: price of ${product.sku}.`).waitFor();
  await save(mine);
  const dialog = mine.getByRole('dialog', { name: 'This was changed meanwhile' });
  await dialog.getByText(colleague.email).waitFor();
  await dialog
    .getByRole('group', { name: `Price of ${product.sku}` })
    .getByLabel(`Theirs ${formatUsd(650)}`)
    .check();
  await save(mine);
  await mine.getByText('Saved: brand.').waitFor();
  await hasPrice(mine, product, '6.50');
  const saved = read(await call('GET', `/products/${product.slug}`), 200, shapes.product.extend({ brand: z.string() }));
  expect([saved.brand, saved.variants[0]?.price.amount]).toEqual(['Mine', 650]);
});

test('the same holds for concurrent changes of a member of staff', async () => {
  const session = await adminSession();
  const person = { email: `${randomUUID()}@covenant.example`, password: randomUUID(), name: 'Olga', roles: ['orders'] };
  const { id } = read(await call('POST', '/admin/staff', person, session), 201, z.object({ id: z.string() }));
  const adminPage = await merchant(`/staff/${id}`);
  const name = 'Olga Orders';
  await adminPage.getByRole('textbox', { name: 'Name' }).fill(name);
  read(await call('PATCH', `/admin/staff/${id}`, { name: 'Olga B.', roles: ['support'] }, session), 200, z.unknown());
  await save(adminPage);
  const dialog = adminPage.getByRole('dialog', { name: 'This was changed meanwhile' });
  await dialog.getByText('You', { exact: true }).waitFor();
  await dialog.getByText('Stays as they saved it: Roles.').waitFor();
  await dialog.getByRole('group', { name: 'Name' }).getByLabel(`Mine ${name}`).check();
  await save(adminPage);
  await adminPage.getByRole('heading', { level: 1, name }).waitFor();
  await adminPage.getByText('Support').first().waitFor();
});

test('the page of an order shows what a colleague does with it, without a reload', async () => {
  const { order } = await createScenario();
  const adminPage = await merchant(`/orders/${order.orderId}/show`);
  const happened = adminPage.getByRole('list', { name: 'What happened to this order' });
  await happened.getByText('Parcel handed to the carrier').waitFor();
  const [payment] = await paymentsOf(order.orderId);
  const refund = { amount: { amount: 101, currency: 'USD' }, reason: 'One was bruised' };
  const path = `/admin/payments/${payment?.id}/refunds`;
  read(await call('POST', path, refund, { ...(await adminSession()), ...newKey() }), 201, z.unknown());
  await happened.getByText('Refunded', { exact: true }).waitFor();
  await adminPage.getByText(formatUsd(101)).first().waitFor();
  await happened.getByText(`${environment.ADMIN_EMAIL} refunded`).waitFor();
});

test('the log, and the history of a product, show the change of a colleague as it is made', async () => {
  const product = await createProduct({ price: 500 });
  const log = await merchant('/audit');
  const history = await merchant(`/products/${product.id}`, await createStaff('catalog'));
  await log.getByRole('listitem').filter({ hasText: product.title }).first().waitFor();
  await history.getByText('created the product').waitFor();
  await setPrice(product, 725);
  const change = /^\$5\.00 .*became +\$7\.25$/;
  await log.getByRole('listitem').filter({ hasText: product.title }).getByText(change).waitFor();
  await history.getByText(change).waitFor();
});
