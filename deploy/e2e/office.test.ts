import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { useBrowser } from './browser/open.ts';
import { signIn } from './browser/staff.ts';
import { type Goods, newGoods } from './goods.ts';
import { environment } from './outside.ts';
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

async function merchant(path: string): Promise<Page> {
  const page = await visit();
  await signIn(page);
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
