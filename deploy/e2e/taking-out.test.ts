import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeFindings } from './browser/axe.ts';
import { faults, useBrowser } from './browser/open.ts';
import { addStock, type Goods, newGoods } from './goods.ts';
import { putIntoCart, storefront } from './shopper.ts';

const { visit } = useBrowser();

const main = (page: Page) => page.getByRole('main');
const drawer = (page: Page) => page.getByRole('dialog', { name: 'Your cart' });
const inFocus = (page: Page) => page.evaluate(() => document.activeElement?.textContent);
const line = (place: ReturnType<typeof main>, { title }: Goods) => place.getByRole('link', { name: title });
const removed = (place: ReturnType<typeof main>, { title }: Goods) =>
  place.getByRole('status').filter({ hasText: `Removed ${title}.` });

async function takeOut(page: Page, place: ReturnType<typeof main>, goods: Goods): Promise<void> {
  await place.getByRole('button', { name: `Remove: ${goods.title}` }).focus();
  await page.keyboard.press('Enter');
  await line(place, goods).waitFor({ state: 'detached' });
  await removed(place, goods).waitFor();
}

test('taking things out of the cart keeps the keyboard where it was, and an empty cart says what to do', async () => {
  const page = await visit();
  const [one, other] = [await newGoods(), await newGoods()];
  await putIntoCart(page, one);
  await putIntoCart(page, other);
  await page.goto(`${storefront}/cart`);
  await takeOut(page, main(page), one);
  await page.keyboard.press('Tab');
  expect(await inFocus(page)).toContain(other.title);
  await takeOut(page, main(page), other);
  await page.getByRole('heading', { name: 'Your cart is empty', level: 1 }).waitFor();
  await page.keyboard.press('Tab');
  expect(await inFocus(page)).toMatch(/^Undo/);
  await page.keyboard.press('Tab');
  expect(await inFocus(page)).toBe('Look around');
  expect(await axeFindings(page)).toEqual([]);
  expect(faults(page)).toEqual([]);
});

test('what was taken out of the cart beside a page is put back, by keyboard, and the keyboard stays in the cart', async () => {
  const page = await visit({ screen: 'phone', theme: 'dark' });
  const [one, other] = [await newGoods(), await newGoods()];
  await putIntoCart(page, one);
  await putIntoCart(page, other);
  await takeOut(page, drawer(page), one);
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Shift+Tab');
  expect(await inFocus(page)).toMatch(/^Undo/);
  await page.keyboard.press('Enter');
  await line(drawer(page), one).waitFor();
  await removed(drawer(page), one).waitFor({ state: 'detached' });
  await page.keyboard.press('Tab');
  expect([one.title, other.title]).toContain(await inFocus(page));
  await page.reload();
  await page.getByRole('link', { name: /^Cart/ }).first().click();
  await line(drawer(page), one).waitFor();
  expect(faults(page)).toEqual([]);
});

test.each([true, false])('the last thing taken out of the cart comes back into it (script: %s)', async javaScript => {
  const page = await visit({ javaScript });
  const goods = await newGoods();
  await page.goto(`${storefront}/products/${goods.slug}`);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByText('Subtotal').waitFor();
  await page.goto(`${storefront}/cart`);
  await takeOut(page, main(page), goods);
  await page.getByRole('heading', { name: 'Your cart is empty', level: 1 }).waitFor();
  await main(page).getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('heading', { name: 'Cart', level: 1, exact: true }).waitFor();
  await line(main(page), goods).waitFor();
  await main(page).getByLabel(`Quantity of ${goods.title}`).filter({ hasText: /^1$/ }).waitFor();
  expect(await removed(main(page), goods).count()).toBe(0);
});

test.each([true, false])(
  'what somebody else bought meanwhile cannot be put back, and that is said (script: %s)',
  async javaScript => {
    const page = await visit({ javaScript });
    const goods = await newGoods({ stock: 1 });
    await page.goto(`${storefront}/products/${goods.slug}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByText('Subtotal').waitFor();
    await page.goto(`${storefront}/cart`);
    await takeOut(page, main(page), goods);
    await addStock(goods.sku, -1);
    await main(page).getByRole('button', { name: 'Undo' }).click();
    await main(page).getByText('That could not be added: there is none left, or it is no longer for sale.').waitFor();
    expect(await line(main(page), goods).count()).toBe(0);
    expect(await main(page).getByRole('button', { name: 'Undo' }).count()).toBe(0);
  },
);
