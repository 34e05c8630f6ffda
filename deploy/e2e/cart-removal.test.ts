import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { axeFindings } from './browser/axe.ts';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import { addToCart, isHydrated, showsQuantity, storefront } from './shopper.ts';
import { adjustStock, createProduct, type TestProduct } from './test-products.ts';

const { openPage } = useBrowser();

const main = (page: Page) => page.getByRole('main');
const drawer = (page: Page) => page.getByRole('dialog', { name: 'Your cart' });
const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent);
const line = (place: ReturnType<typeof main>, { title }: TestProduct) => place.getByRole('link', { name: title });
const removed = (place: ReturnType<typeof main>, { title }: TestProduct) =>
  place.getByRole('status').filter({ hasText: `Removed ${title}.` });

async function removeLine(page: Page, place: ReturnType<typeof main>, product: TestProduct): Promise<void> {
  await place.getByRole('button', { name: `Remove: ${product.title}` }).focus();
  await page.keyboard.press('Enter');
  await line(place, product).waitFor({ state: 'detached' });
  await removed(place, product).waitFor();
}

test('removing lines keeps the focus in the cart, and an empty cart has its links', async () => {
  const page = await openPage();
  const one = await createProduct();
  const other = await createProduct();
  await addToCart(page, one);
  await addToCart(page, other);
  await page.goto(`${storefront}/cart`);
  await isHydrated(page);
  await removeLine(page, main(page), one);
  await page.keyboard.press('Tab');
  expect(await focusedText(page)).toContain(other.title);
  await removeLine(page, main(page), other);
  await page.getByRole('heading', { name: 'Your cart is empty', level: 1 }).waitFor();
  await page.keyboard.press('Tab');
  expect(await focusedText(page)).toMatch(/^Undo/);
  await page.keyboard.press('Tab');
  expect(await focusedText(page)).toBe('Look around');
  expect(await axeFindings(page)).toEqual([]);
  expect(pageErrors(page)).toEqual([]);
});

test('a line that was removed in the drawer is restored by keyboard, and the focus stays in the drawer', async () => {
  const page = await openPage({ screen: 'phone', theme: 'dark' });
  const one = await createProduct();
  const other = await createProduct();
  await addToCart(page, one);
  await addToCart(page, other);
  await removeLine(page, drawer(page), one);
  expect(await axeFindings(page)).toEqual([]);
  await page.keyboard.press('Shift+Tab');
  expect(await focusedText(page)).toMatch(/^Undo/);
  await page.keyboard.press('Enter');
  await line(drawer(page), one).waitFor();
  await removed(drawer(page), one).waitFor({ state: 'detached' });
  await page.keyboard.press('Tab');
  expect([one.title, other.title]).toContain(await focusedText(page));
  await page.reload();
  await isHydrated(page);
  await page.getByRole('link', { name: /^Cart/ }).first().click();
  await line(drawer(page), one).waitFor();
  expect(pageErrors(page)).toEqual([]);
});

test.each([true, false])('the last line is restored into the empty cart (script: %s)', async javaScript => {
  const page = await openPage({ javaScript });
  const product = await createProduct();
  await page.goto(`${storefront}/products/${product.slug}`);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByText('Subtotal').waitFor();
  await page.goto(`${storefront}/cart`);
  await removeLine(page, main(page), product);
  await page.getByRole('heading', { name: 'Your cart is empty', level: 1 }).waitFor();
  await main(page).getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('heading', { name: 'Cart', level: 1, exact: true }).waitFor();
  await line(main(page), product).waitFor();
  await showsQuantity(main(page), product.title, '1');
  expect(await removed(main(page), product).count()).toBe(0);
});

test.each([true, false])(
  'a product that is sold out meanwhile cannot be restored, and the page says so (script: %s)',
  async javaScript => {
    const page = await openPage({ javaScript });
    const product = await createProduct({ stock: 1 });
    await page.goto(`${storefront}/products/${product.slug}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByText('Subtotal').waitFor();
    await page.goto(`${storefront}/cart`);
    await removeLine(page, main(page), product);
    await adjustStock(product.sku, -1);
    await main(page).getByRole('button', { name: 'Undo' }).click();
    await main(page).getByText('That could not be added: there is none left, or it is no longer for sale.').waitFor();
    expect(await line(main(page), product).count()).toBe(0);
    expect(await main(page).getByRole('button', { name: 'Undo' }).count()).toBe(0);
  },
);
