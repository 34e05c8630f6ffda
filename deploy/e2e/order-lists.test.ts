import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { call, checkoutRequest, createCart, environment, newEmail, newKey, read, shapes } from './api-client.ts';
import { createStaff, type Staff, signIn } from './browser/staff.ts';
import { useBrowser } from './browser/use-browser.ts';
import { adminSession, createProduct } from './test-products.ts';

const { openPage } = useBrowser();

async function openOrders(email: string, staff?: Staff): Promise<Page> {
  const page = await openPage();
  await signIn(page, staff);
  await page.goto(`${environment.ADMIN_URL}/orders?filter=${encodeURIComponent(JSON.stringify({ q: email }))}`);
  await page.getByRole('table', { name: 'Orders' }).waitFor();
  return page;
}

/** Orders of one shopper. */
async function buy(count: number): Promise<string> {
  const { sku } = await createProduct({ stock: count });
  const email = newEmail();
  for (let index = 0; index < count; index += 1) {
    const cart = await createCart({ sku, quantity: 1 });
    const request = checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa', email });
    read(await call('POST', '/checkout', request, newKey()), 201, shapes.checkout);
  }
  return email;
}

test('orders are tagged many at once, taken back, found by the tag, and tagged one by one', async () => {
  const email = await buy(2);
  const tag = `gift ${randomUUID().slice(0, 6)}`;
  const page = await openOrders(email);
  const rows = page.getByRole('table', { name: 'Orders' }).locator('tbody tr');
  const select = async () => {
    await page.getByRole('checkbox', { name: 'Select all on this page' }).click();
    await page.getByRole('button', { name: 'Tags', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Tags of 2 orders' });
    await dialog.getByRole('combobox', { name: 'Add' }).fill(tag);
    await page.keyboard.press('Enter');
    await dialog.getByRole('button', { name: 'Change tags' }).click();
    await page.getByText('Tags of 2 orders changed.').waitFor();
  };
  await select();
  await rows.filter({ hasText: tag }).nth(1).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await rows.filter({ hasText: tag }).first().waitFor({ state: 'detached' });
  await select();
  await page.getByRole('button', { name: 'Tag', exact: true }).click();
  await page.getByRole('dialog', { name: 'Filter by Tag' }).getByLabel('Tag').fill(tag.toUpperCase());
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `Tag: ${tag.toUpperCase()}` }).waitFor();
  await rows.filter({ hasText: tag }).nth(1).waitFor();
  expect(await rows.filter({ hasText: tag }).count()).toBe(2);

  await rows.first().getByRole('link').first().click();
  const card = page.getByRole('region', { name: 'Tags' });
  await card.getByRole('button', { name: tag }).waitFor();
  await card.getByRole('combobox').fill('call back');
  await page.keyboard.press('Enter');
  await card.getByRole('button', { name: 'call back' }).waitFor();
  await page.reload();
  await card.getByRole('button', { name: 'call back' }).waitFor();
});

test('each of the staff chooses the columns of a list', async () => {
  const email = await buy(1);
  const ada = await createStaff('orders');
  const bo = await createStaff('orders');
  const heads = (page: Page) => page.getByRole('table', { name: 'Orders' }).getByRole('columnheader').allTextContents();
  const page = await openOrders(email, ada);
  expect(await heads(page)).toContain('Ships to');
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('dialog', { name: 'Columns of the list' }).getByRole('checkbox', { name: 'Ships to' }).click();
  await page.keyboard.press('Escape');
  await page.reload();
  await page.getByRole('table', { name: 'Orders' }).waitFor();
  expect(await heads(page)).not.toContain('Ships to');
  // somebody else at the same browser
  await signIn(page, bo);
  await page.reload();
  await page.getByRole('table', { name: 'Orders' }).waitFor();
  expect(await heads(page)).toContain('Ships to');
});

test('products are sorted by price', async () => {
  const own = randomUUID().slice(0, 8);
  for (const price of [900, 100, 500]) await createProduct({ name: `Sorted${own}`, price, stock: 0 });
  const found = read(
    await call('GET', `/admin/products?q=sorted${own}&sort=price`, undefined, await adminSession()),
    200,
    z.object({ items: z.array(z.object({ price: z.object({ amount: z.int() }) })) }),
  );
  expect(found.items.map(({ price }) => price.amount)).toEqual([100, 500, 900]);
  const page = await openPage();
  await signIn(page);
  await page.goto(
    `${environment.ADMIN_URL}/products?filter=${encodeURIComponent(JSON.stringify({ q: `sorted${own}` }))}`,
  );
  await page.getByRole('button', { name: /^Price/ }).click();
  await page
    .getByRole('columnheader', { name: /^Price/ })
    .and(page.locator('[aria-sort="descending"]'))
    .waitFor();
  await page.locator('tbody tr').first().getByText('$9.00').waitFor();
  await page.getByRole('button', { name: /^Price/ }).click();
  await page.locator('tbody tr').first().getByText('$1.00').waitFor();
});
