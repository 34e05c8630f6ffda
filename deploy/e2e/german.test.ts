import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { de } from '../../storefront/messages/de.ts';
import { en } from '../../storefront/messages/en.ts';
import { axeFindings } from './browser/axe.ts';
import { findOverflow } from './browser/overflow.ts';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import { startStorefront } from './storefront-process.ts';
import { createProduct, type TestProduct } from './test-products.ts';

const { openPage } = useBrowser();
let shop: Awaited<ReturnType<typeof startStorefront>>;
let tea: TestProduct;
let soldOut: TestProduct;
beforeAll(async () => {
  [shop, tea, soldOut] = await Promise.all([
    startStorefront({ SHOP_LANGUAGE: 'de' }),
    createProduct({ name: 'Tee', stock: 30 }),
    createProduct({ name: 'Kaffee', stock: 0 }),
  ]);
});
afterAll(() => shop?.close());

const textsOf = (messages: unknown): string[] =>
  typeof messages === 'string' ? [messages] : Object.values(messages ?? {}).flatMap(textsOf);

/** The parts of texts between values, from two words on: a word alone may be in the name of a product. */
const phrasesOf = (messages: unknown): string[] =>
  textsOf(messages)
    .flatMap(text => text.split(/\{\w+\}/))
    .map(part => part.trim())
    .filter(part => part.length > 9 && part.includes(' '));

const english = phrasesOf(en);

/** Breaks a browser API that the layout of every page uses. */
function breakBrowser(): void {
  Object.defineProperty(Navigator.prototype, 'onLine', {
    get() {
      throw new Error('This browser does not know whether it is connected');
    },
  });
}

/** Puts two of a product into the cart of this browser, by the plain form. */
async function fillCart(page: Page): Promise<void> {
  const response = await page.request.post(`${shop.url}/cart/lines`, {
    form: { sku: tea.sku, add: '2', next: '/cart' },
    headers: { origin: shop.url },
  });
  expect(response.ok()).toBe(true);
}

test.each([
  ['/', de.shop.front.title],
  ['/categories', de.shop.categories],
  ['/search', de.list.search.everything],
  ['/search?q=bananas&min=0.5', '„bananas“'],
  ['/search?q=xylophone%20quartz', de.list.search.advice],
  ['the product', de.product.addToCart],
  ['the sold-out product', de.stockAlert.tellMe],
  ['/compare', de.compare.empty],
  ['/cart', de.cart.shipping],
  ['/checkout', de.checkout.form.payNote],
  ['/orders?problem=none', de.order.find.problems.none.title],
  ['/orders/0190a6e0-7c1d-7000-8000-000000000001', de.order.closed],
  ['/account', de.account.whySignIn],
  ['/account/sign-up', de.account.signUp.text],
  ['/account/forgotten-password', de.account.forgotten.text],
  ['/account/new-password', de.account.newPassword.overText],
  ['/stock-alerts/none?result=wrong', de.stockAlert.end.problems.wrong.title],
  ['/help/terms', 'Allgemeine Geschäftsbedingungen'],
  ['/products/no-such-product', de.shop.notFound.title],
])('%s is in German, and fits a phone', async (name, text) => {
  const paths: Record<string, string> = {
    'the product': `/products/${tea.slug}`,
    'the sold-out product': `/products/${soldOut.slug}?alert=invalid`,
  };
  const page = await openPage({ screen: 'phone' });
  if (name === '/cart' || name === '/checkout') await fillCart(page);
  const response = await page.goto(shop.url + (paths[name] ?? name));
  const html = (await response?.text()) ?? '';
  expect(html).toContain(text);
  expect(english.filter(phrase => html.includes(phrase))).toEqual([]);
  expect(await page.locator('html').getAttribute('lang')).toBe('de');
  expect([...(await axeFindings(page, 'all')), ...(await findOverflow(page, 'phone'))]).toEqual([]);
  const header = await page.getByRole('banner').boundingBox();
  expect(header?.height).toBeLessThan(120); // two rows
});

test('the script speaks German too: the cart, and the form of the checkout with its faults', async () => {
  const page = await openPage({ screen: 'desktop' });
  await page.goto(`${shop.url}/products/${tea.slug}`);
  await page.getByRole('link', { name: /^Warenkorb (ist leer|\d+ darin)$/ }).waitFor();
  await page.getByRole('button', { name: 'In den Warenkorb', exact: true }).click();
  const drawer = page.getByRole('dialog', { name: 'Ihr Warenkorb' });
  await drawer.getByRole('button', { name: `Einen mehr: ${tea.title}` }).click();
  await drawer.getByRole('button', { name: `Einen weniger: ${tea.title}` }).click();
  await drawer.getByRole('button', { name: `Entfernen: ${tea.title}` }).click();
  await drawer.getByRole('button', { name: /^Rückgängig/ }).click();
  await drawer.getByRole('link', { name: 'Zur Kasse' }).click();
  const order = page.getByRole('button', { name: /^Zahlungspflichtig bestellen: [\d.]+,\d\d\s\$$/ });
  await order.evaluate(button => button.closest('form')?.setAttribute('novalidate', ''));
  await order.click();
  await page.getByText(de.checkout.notice.faults).waitFor();
  await page.getByLabel('E-Mail').and(page.locator('[aria-invalid="true"]')).waitFor();
  await page.getByText(de.checkout.required.postalCode).waitFor();
  // pictures and suggestions are the edge's, which is not in front of this storefront
  expect(pageErrors(page).filter(error => !error.startsWith('Failed to load resource'))).toEqual([]);
});

test('the page of an error of the layout is in German', async () => {
  const page = await openPage({ screen: 'phone' });
  await page.addInitScript(breakBrowser);
  await page.goto(shop.url);
  await page.getByRole('heading', { name: de.error.title, level: 1 }).waitFor();
  expect([await page.title(), await page.locator('html').getAttribute('lang')]).toEqual([de.error.name, 'de']);
});
