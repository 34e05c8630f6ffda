import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { until } from '../../services/platform/testing/until.ts';
import { call } from './api-client.ts';
import { axeFindings } from './browser/axe.ts';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import { isHydrated, storefront } from './shopper.ts';
import { adjustStock, createProduct, setPrice, type TestProduct } from './test-products.ts';

const { openPage } = useBrowser();
let lamp: TestProduct;
let rug: TestProduct;
beforeAll(async () => {
  [lamp, rug] = await Promise.all([
    createProduct({ name: 'Lamp', price: 700, stock: 3 }),
    createProduct({ name: 'Rug', price: 900 }),
  ]);
  const isFound = async ({ sku }: TestProduct): Promise<boolean> => {
    const page = (await call('GET', `/search?q=${sku}&inStock=true`)).body as { total: number };
    return page.total > 0;
  };
  await until(async () => (await isFound(lamp)) && (await isFound(rug)), { describe: 'both are found' });
});

const listOf = ({ sku }: TestProduct): string => `${storefront}/search?q=${sku}`;
const said = (page: Page, text: string) => page.getByRole('status').filter({ hasText: text });
const badge = (page: Page, count: number) => page.getByRole('link', { name: new RegExp(`^Cart ${count} in it`) });

describe('a card', () => {
  test('adds one to the cart and becomes − 2 +; nothing opens', async () => {
    const page = await openPage({ screen: 'phone' });
    await page.goto(listOf(lamp));
    await isHydrated(page);
    await page.getByRole('button', { name: `Add ${lamp.title}` }).click();
    const more = page.getByRole('button', { name: `One more: ${lamp.title}` });
    await more.click();
    await more.click();
    await badge(page, 3).waitFor();
    await said(page, `${lamp.title}: 3 in your cart`).waitFor();
    expect(await more.isDisabled()).toBe(true); // there are three
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: `One less: ${lamp.title}` }).click();
    await said(page, `${lamp.title}: 2 in your cart`).waitFor();
    await badge(page, 2).waitFor();
    expect(await page.getByRole('dialog').count()).toBe(0);
    await page.goto(listOf(rug));
    await isHydrated(page);
    await page.getByRole('button', { name: `Add ${rug.title}` }).click();
    await said(page, `${rug.title}: 1 in your cart`).waitFor();
    await badge(page, 3).waitFor();
    await page.goto(listOf(lamp));
    expect(await page.getByRole('status', { name: `In the cart: ${lamp.title}` }).textContent()).toBe('2');
    expect(pageErrors(page)).toEqual([]);
  });

  test('adds one without a script, and the list is still there', async () => {
    const page = await openPage({ javaScript: false });
    await page.goto(`${listOf(rug)}&inStock=true`);
    await page.getByRole('button', { name: `Add ${rug.title}` }).click();
    expect(page.url()).toBe(`${listOf(rug)}&inStock=true`);
    await page.goto(`${storefront}/cart`);
    await page.getByRole('link', { name: rug.title }).waitFor();
  });

  test('pressed twice before the page is left at once: both are in the cart', async () => {
    const page = await openPage();
    await page.goto(listOf(rug));
    await isHydrated(page);
    await page.getByRole('button', { name: `Add ${rug.title}` }).click();
    await said(page, `${rug.title}: 1 in your cart`).waitFor();
    const more = page.getByRole('button', { name: `One more: ${rug.title}` });
    await more.click();
    await more.click();
    await page.goto(`${storefront}/cart`);
    const isThree = async (): Promise<boolean> => {
      await page.reload();
      await isHydrated(page);
      return badge(page, 3).isVisible();
    };
    await until(isThree, { describe: 'three' });
  });

  test('pressed quickly on two things puts both into one new cart', async () => {
    const page = await openPage();
    await page.goto(`${storefront}/search?q=milk&inStock=true`);
    await isHydrated(page);
    // By name: the first card has another button as soon as it is pressed.
    const add = (await page.getByRole('button', { name: /^Add / }).all()).slice(0, 2);
    const names = await Promise.all(add.map(button => button.getAttribute('aria-label')));
    for (const name of names) await page.getByRole('button', { name: name ?? '', exact: true }).click();
    await said(page, `${names[1]?.replace('Add ', '')}: 1 in your cart`).waitFor();
    await page.goto(`${storefront}/cart`);
    expect(await page.getByRole('list', { name: 'In your cart' }).getByRole('listitem').count()).toBe(2);
  });
});

test.each([true, false])(
  'sizes of a thing are one card, and its sheet adds one of them (script: %s)',
  async javaScript => {
    const page = await openPage({ screen: 'phone', javaScript });
    await page.goto(`${storefront}/search?q=milk%20chocolate%20bar`);
    if (javaScript) await isHydrated(page);
    await page
      .getByRole('button', { name: /^Choose: Milk Chocolate Bar/ })
      .first()
      .click();
    const sheet = page.getByRole('region', { name: /^Choose: Milk Chocolate Bar/ });
    await sheet.getByRole('button', { name: /^Add / }).nth(1).click();
    if (javaScript) await page.getByRole('status').filter({ hasText: '1 in your cart' }).waitFor();
    await page.goto(`${storefront}/cart`);
    await page.getByRole('main').getByText('Subtotal').waitFor();
  },
);

describe('a price filter', () => {
  test('in the wrong order is swapped', async () => {
    const page = await openPage();
    await page.goto(`${storefront}/search?q=milk&min=2&max=1`);
    expect(await page.getByRole('textbox', { name: 'From' }).inputValue()).toBe('1');
    expect(await page.getByRole('list', { name: 'Products' }).getByRole('listitem').count()).toBeGreaterThan(0);
  });

  test('that nothing matches keeps its fields and shows what is nearest', async () => {
    const page = await openPage();
    await page.goto(`${storefront}/search?q=milk&min=5000`);
    expect(await page.getByRole('textbox', { name: 'From' }).inputValue()).toBe('5000');
    const nearest = page.getByRole('list', { name: 'Nearest in price' });
    expect(await nearest.getByRole('listitem').count()).toBeGreaterThan(0);
  });
});

test('an open cart follows a price', async () => {
  const vase = await createProduct({ name: 'Vase', price: 500 });
  await adjustStock(vase.sku, 5);
  const page = await openPage();
  await page.goto(`${storefront}/products/${vase.slug}`);
  await isHydrated(page);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('dialog', { name: 'Your cart' }).getByText('$5.00 each').waitFor();
  await page.goto(`${storefront}/cart`);
  const cart = page.getByRole('main').getByRole('list', { name: 'In your cart' });
  await cart.getByText('$5.00 each').waitFor();
  await setPrice(vase, 450);
  await cart.getByText('$4.50 each').waitFor();
});

test('a search that nothing matches offers products', async () => {
  const page = await openPage();
  await page.goto(`${storefront}/search?q=xylophone%20quartz`);
  const offered = page.getByRole('list', { name: 'New in' });
  expect(await offered.getByRole('listitem').count()).toBeGreaterThan(3);
});
