import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Page, Request } from 'playwright-core';
import { z } from 'zod';
import { useBrowser } from './browser/open.ts';
import { setScene } from './browser/scene.ts';
import { firstAdmin, newStaff, type Staff, signIn } from './browser/staff.ts';
import { addStock, adminSession, type Goods, newGoods, paymentsOf, setPrice } from './goods.ts';
import { call, environment, newKey, read, shapes } from './outside.ts';
import { shown, storefront } from './shopper.ts';

/** Somebody at work changes what the shop sells while a shopper looks at it. */
const { visit } = useBrowser();
/** The bound of the shop: a change is on the open page so soon. */
const SOON = { timeout: 2_000 };

async function shopper({ slug, price }: Goods): Promise<Page> {
  const page = await visit();
  await page.goto(`${storefront}/products/${slug}`);
  await page.getByText(shown(price), { exact: true }).first().waitFor();
  return page;
}

async function merchant(path: string, staff: Staff = firstAdmin): Promise<Page> {
  const page = await visit();
  await signIn(page, staff);
  await page.goto(environment.ADMIN_URL + path);
  return page;
}

describe('two seconds after it was saved, the open page shows', () => {
  test('a price', async () => {
    const goods = await newGoods({ price: 500 });
    const [page, office] = [await shopper(goods), await merchant(`/products/${goods.id}`)];
    await office.getByRole('textbox', { name: `Price of ${goods.sku} in USD`, exact: true }).fill('7.25');
    await office.getByRole('button', { name: 'Save' }).click();
    await page.getByText(shown(725), { exact: true }).first().waitFor(SOON);
    await office.getByText(/Live on the storefront in \d/).waitFor();
  });

  test('how many are left', async () => {
    const goods = await newGoods({ stock: 20 });
    const [page, office] = [await shopper(goods), await merchant('/stock')];
    await page.getByText('In stock', { exact: true }).waitFor();
    await office.getByRole('searchbox').fill(goods.sku);
    await office.getByRole('button', { name: `Adjust ${goods.sku} at east` }).click();
    const dialog = office.getByRole('dialog', { name: `Adjust ${goods.sku}` });
    await dialog.getByLabel('How many there are now').fill('2');
    await dialog.getByRole('button', { name: 'Adjust' }).click();
    await page.getByText('2 left', { exact: true }).waitFor(SOON);
    await office.getByRole('row', { name: new RegExp(`${goods.sku} .* 2 0 2 `) }).waitFor();
    expect(await dialog.count()).toBe(0);
  });
});

test('a tab that nobody looks at holds no connection, and knows what happened when somebody does again', async () => {
  const goods = await newGoods();
  const page = await merchant('/');
  const happened = page.getByRole('list', { name: /^What just happened/ });
  await happened.waitFor();
  const look = (isHidden: boolean) =>
    page.evaluate(hidden => {
      Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
      document.dispatchEvent(new Event('visibilitychange'));
    }, isHidden);
  const ofLive = (request: Request) => request.url().includes('/admin/live');
  await Promise.all([page.waitForEvent('requestfailed', ofLive), look(true)]);
  await addStock(goods.sku, 7);
  await Promise.all([page.waitForRequest(ofLive), look(false)]);
  await happened.getByText(`${goods.sku}: +7, 27 available`).waitFor();
});

const priceField = (page: Page, { sku }: Goods) =>
  page.getByRole('textbox', { name: `Price of ${sku} in USD`, exact: true });
const save = (page: Page) => page.getByRole('button', { name: 'Save' }).click();

test('what was just saved is taken back with one click, and the log tells of both', async () => {
  const goods = await newGoods({ price: 500 });
  const [page, office] = [await shopper(goods), await merchant(`/products/${goods.id}`)];
  await priceField(office, goods).fill('7.25');
  await save(office);
  await office.getByText(`Saved: price of ${goods.sku}.`).waitFor();
  await page.getByText(shown(725), { exact: true }).first().waitFor(SOON);
  await office.getByRole('button', { name: 'Undo' }).click();
  await office.getByText('Taken back: the product is as it was.').waitFor();
  expect(await priceField(office, goods).inputValue()).toBe('5.00');
  await page.getByText(shown(500), { exact: true }).first().waitFor(SOON);
  await office.getByText(/^\$7\.25 .*became +\$5\.00$/).waitFor();
  expect(await office.getByText(/^\$5\.00 .*became +\$7\.25$/).count()).toBe(1);
});

test('who saves what a colleague saved meanwhile is told who it was, and decides part by part', async () => {
  const goods = await newGoods({ price: 500 });
  const colleague = await newStaff('catalog');
  const [mine, theirs] = [await merchant(`/products/${goods.id}`), await merchant(`/products/${goods.id}`, colleague)];
  await priceField(mine, goods).fill('7.25');
  await mine.getByRole('textbox', { name: 'Brand' }).fill('Mine');
  await priceField(theirs, goods).fill('6.50');
  await save(theirs);
  await theirs.getByText(`Saved: price of ${goods.sku}.`).waitFor();
  await save(mine);
  const dialog = mine.getByRole('dialog', { name: 'This was changed meanwhile' });
  await dialog.getByText(colleague.email).waitFor();
  await dialog
    .getByRole('group', { name: `Price of ${goods.sku}` })
    .getByLabel(`Theirs ${shown(650)}`)
    .check();
  await save(mine);
  await mine.getByText('Saved: brand.').waitFor();
  expect(await priceField(mine, goods).inputValue()).toBe('6.50');
  const product = read(await call('GET', `/products/${goods.slug}`), 200, shapes.product.extend({ brand: z.string() }));
  expect([product.brand, product.variants[0]?.price.amount]).toEqual(['Mine', 650]);
});

test('so does who changes a colleague whom somebody else changed meanwhile', async () => {
  const session = await adminSession();
  const person = { email: `${randomUUID()}@covenant.example`, password: randomUUID(), name: 'Olga', roles: ['orders'] };
  const { id } = read(await call('POST', '/admin/staff', person, session), 201, z.object({ id: z.string() }));
  const [office, name] = [await merchant(`/staff/${id}`), 'Olga Orders'];
  await office.getByRole('textbox', { name: 'Name' }).fill(name);
  read(await call('PATCH', `/admin/staff/${id}`, { name: 'Olga B.', roles: ['support'] }, session), 200, z.unknown());
  await save(office);
  const dialog = office.getByRole('dialog', { name: 'This was changed meanwhile' });
  await dialog.getByText('You', { exact: true }).waitFor();
  await dialog.getByText('Stays as they saved it: Roles.').waitFor();
  await dialog.getByRole('group', { name: 'Name' }).getByLabel(`Mine ${name}`).check();
  await save(office);
  await office.getByRole('heading', { level: 1, name }).waitFor();
  await office.getByText('Support').first().waitFor();
});

test('the page of an order shows what a colleague does with it, without being loaded again', async () => {
  const { order } = await setScene();
  const office = await merchant(`/orders/${order.orderId}/show`);
  const happened = office.getByRole('list', { name: 'What happened to this order' });
  await happened.getByText('Parcel handed to the carrier').waitFor();
  const [payment] = await paymentsOf(order.orderId);
  const refund = { amount: { amount: 101, currency: 'USD' }, reason: 'One was bruised' };
  const path = `/admin/payments/${payment?.id}/refunds`;
  read(await call('POST', path, refund, { ...(await adminSession()), ...newKey() }), 201, z.unknown());
  await happened.getByText('Money given back').waitFor(SOON);
  await office.getByText(shown(101)).first().waitFor(SOON);
  await happened.getByText(`${environment.ADMIN_EMAIL} gave money back`).waitFor(SOON);
});

test('the log, and the history of a thing, show what a colleague changes as it is done', async () => {
  const goods = await newGoods({ price: 500 });
  const [log, product] = [await merchant('/audit'), await merchant(`/products/${goods.id}`, await newStaff('catalog'))];
  await log.getByRole('listitem').filter({ hasText: goods.title }).first().waitFor();
  await product.getByText('created the product').waitFor();
  await setPrice(goods, 725);
  const change = /^\$5\.00 .*became +\$7\.25$/;
  await log.getByRole('listitem').filter({ hasText: goods.title }).getByText(change).waitFor(SOON);
  await product.getByText(change).waitFor(SOON);
});
