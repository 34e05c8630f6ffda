import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { call, checkoutRequest, createCart, newKey, read, shapes } from './api-client.ts';
import { axeFindings } from './browser/axe.ts';
import type { PageOptions } from './browser/page.ts';
import { storeOrderToken } from './browser/scenario.ts';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import { formatUsd, isHydrated, storefront } from './shopper.ts';
import { adjustStock, adminSession, createProduct } from './test-products.ts';

const { openPage } = useBrowser();

const products = (page: Page) => page.getByRole('region', { name: 'Products' }).locator('ul > li > a');
const more = (page: Page) => page.getByRole('link', { name: 'Show more' });
const focusedHref = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('href'));

describe('a long list', () => {
  const list = `${storefront}/search?sort=title`;

  test('grows by the next page in place; the focus moves to the first new product, and a reload shows the same', async () => {
    const page = await openPage();
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(list);
    await isHydrated(page);
    const before = await products(page).count();
    const first = await products(page).evaluateAll(links => links.map(link => link.getAttribute('href')));
    await more(page).focus();
    const height = await page.evaluate(() => scrollY);
    await page.keyboard.press('Enter');
    await products(page).nth(before).waitFor();
    await page.waitForURL(/[?&]pages=2/);
    expect(await products(page).count()).toBeGreaterThan(1.5 * before);
    expect(
      await products(page).evaluateAll(
        (links, count) => links.slice(0, count).map(link => link.getAttribute('href')),
        before,
      ),
    ).toEqual(first);
    const next = await products(page).nth(before).getAttribute('href');
    await until(async () => (await focusedHref(page)) === next, { describe: 'the first new product has the focus' });
    expect(Math.abs((await page.evaluate(() => scrollY)) - height)).toBeLessThan(5);
    await page.getByRole('status').filter({ hasText: '48 of' }).waitFor();
    const all = await products(page).evaluateAll(links => links.map(link => link.getAttribute('href')));
    expect(new Set(all).size).toBe(all.length);
    await page.reload();
    expect(await products(page).evaluateAll(links => links.map(link => link.getAttribute('href')))).toEqual(all);
    expect(pageErrors(page)).toEqual([]);
  });

  test('is restored at its scroll position after a product page', async () => {
    const page = await openPage({ screen: 'phone' });
    await page.goto(list);
    await isHydrated(page);
    const before = await products(page).count();
    await more(page).click();
    const seen = products(page).nth(before + 6);
    await seen.scrollIntoViewIfNeeded();
    const height = await page.evaluate(() => scrollY);
    await seen.click();
    await page.getByRole('button', { name: /^(Add to cart|Sold out)$/ }).waitFor();
    await page.goBack();
    await seen.waitFor();
    await page.waitForFunction(was => Math.abs(scrollY - was) < 50, height);
    expect(await products(page).count()).toBeGreaterThan(before + 6);
  });

  test('links to its next page without a script, and back to the first', async () => {
    const page = await openPage({ javaScript: false });
    await page.goto(list);
    const first = await products(page).first().getAttribute('href');
    await more(page).click();
    await page.waitForURL(/cursor=/);
    expect(await products(page).first().getAttribute('href')).not.toBe(first);
    await page.getByRole('link', { name: 'Back to the first' }).click();
    await page.waitForURL(list);
  });
});

test('the next search replaces the last one', async () => {
  const page = await openPage({ screen: 'phone' });
  await page.goto(`${storefront}/search?q=bananas`);
  await isHydrated(page);
  await page.getByRole('combobox', { name: 'Search the shop' }).click();
  await page.keyboard.type('milk');
  await page.keyboard.press('Enter');
  await page.waitForURL(`${storefront}/search?q=milk`);
});

test.each([true, false])('the search box shows the submitted words (script: %s)', async javaScript => {
  const page = await openPage({ javaScript });
  await page.goto(storefront);
  const box = page.getByRole('combobox', { name: 'Search the shop' });
  await box.fill('milk & honey');
  await box.press('Enter');
  await page.waitForURL(/search\?q=/);
  expect(await box.inputValue()).toBe('milk & honey');
  await page.goto(storefront);
  expect(await box.inputValue()).toBe('');
});

describe('the order page shows times', () => {
  const formats = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
  const times = async (page: Page) =>
    page
      .getByRole('region', { name: 'Progress' })
      .locator('time')
      .evaluateAll(all => all.map(time => ({ at: time.getAttribute('datetime') ?? '', text: time.textContent })));
  const openOrder = async (options: PageOptions) => {
    const product = await createProduct();
    const cart = await createCart({ sku: product.sku, quantity: 1 });
    const order = read(
      await call('POST', '/checkout', checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa' }), newKey()),
      201,
      shapes.checkout,
    );
    const page = await openPage(options);
    await storeOrderToken(page, order);
    await page.goto(`${storefront}/orders/${order.orderId}`);
    await page.getByText('Ordered, done').waitFor();
    return page;
  };

  test('in the time zone of the reader', async () => {
    const page = await openOrder({ timeZone: 'Asia/Kolkata' });
    const first = await until(async () => (await times(page)).find(({ text }) => !text?.endsWith('UTC')), {
      describe: 'local times',
    });
    const local = new Intl.DateTimeFormat('en-US', { ...formats, timeZone: 'Asia/Kolkata' });
    expect(first.text).toBe(local.format(new Date(first.at)));
    expect(pageErrors(page)).toEqual([]);
  });

  test('in UTC without a script, and says so', async () => {
    const page = await openOrder({ javaScript: false, timeZone: 'Asia/Kolkata' });
    const utc = new Intl.DateTimeFormat('en-US', { ...formats, timeZone: 'UTC', timeZoneName: 'short' });
    for (const { at, text } of await times(page)) expect(text).toBe(utc.format(new Date(at)));
  });
});

test('filters stay visible beside a long list, to the last of them', async () => {
  const page = await openPage();
  await page.goto(`${storefront}/search?sort=title`);
  const filters = page.getByRole('complementary', { name: 'Filters' });
  const first = filters.getByRole('link', { name: /In stock now/ });
  const last = filters.getByRole('region', { name: 'Price' }).getByRole('button', { name: 'Go' });
  const isVisible = async (part: typeof first): Promise<boolean> => {
    const box = await part.boundingBox();
    return box !== null && box.y > 65 && box.y + box.height < 800;
  };
  expect([await isVisible(first), await isVisible(last)]).toEqual([true, false]);
  await products(page).nth(14).scrollIntoViewIfNeeded();
  const height = await page.evaluate(() => scrollY);
  expect(height).toBeGreaterThan(400);
  expect(await isVisible(first)).toBe(true);
  await last.scrollIntoViewIfNeeded();
  expect(await isVisible(last)).toBe(true);
  expect(await page.evaluate(() => scrollY)).toBe(height);
});

test('a filter changes the list in place, and going back removes it', async () => {
  const page = await openPage();
  await page.goto(`${storefront}/search?q=bananas`);
  await isHydrated(page);
  const filter = page.getByRole('complementary', { name: 'Filters' }).getByRole('link', { name: /^✓?\s*In stock now/ });
  await filter.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/inStock=true/);
  await filter.and(page.locator('[aria-current="true"]')).waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('In stock now');
  await page.goBack();
  await filter.and(page.locator(':not([aria-current])')).waitFor();
  expect(page.url()).toBe(`${storefront}/search?q=bananas`);
});

/** A shirt in sizes and colours: L is not made in red, M in blue is sold out, XL costs more. */
async function newShirt(): Promise<{ slug: string; sku(size: string, colour: string): string }> {
  const id = randomUUID().slice(0, 8);
  const sku = (size: string, colour: string) => `shirt-${id}-${size}-${colour}`.toLowerCase();
  const existing = [
    ['S', 'Red', 1900],
    ['M', 'Red', 1900],
    ['XL', 'Red', 2300],
    ['S', 'Blue', 1900],
    ['M', 'Blue', 1900],
    ['L', 'Blue', 1900],
  ] as const;
  const draft = {
    title: `Shirt ${id}`,
    category: 'Rarities',
    status: 'active',
    options: [
      { name: 'Size', values: ['S', 'M', 'L', 'XL'] },
      { name: 'Colour', values: ['Red', 'Blue'] },
    ],
    variants: existing.map(([Size, Colour, amount]) => ({
      sku: sku(Size, Colour),
      price: { amount, currency: 'USD' },
      options: { Size, Colour },
    })),
  };
  const { slug } = read(await call('POST', '/admin/products', draft, await adminSession()), 201, shapes.product);
  for (const [size, colour] of existing) if (`${size} ${colour}` !== 'M Blue') await adjustStock(sku(size, colour), 20);
  return { slug, sku };
}

describe('a product with sizes and colours', () => {
  let shirt: Awaited<ReturnType<typeof newShirt>>;
  beforeAll(async () => {
    shirt = await newShirt();
  });
  const option = (page: Page, group: string, name: RegExp) =>
    page.getByRole('group', { name: group }).getByRole('link', { name });
  const selected = async (page: Page) => page.locator('[aria-current="true"]').allTextContents();
  const inCart = z.object({ cart: z.object({ lines: z.array(z.object({ sku: z.string(), quantity: z.number() })) }) });

  test.each([true, false])(
    'is selected option by option, and the selected variant is bought (script: %s)',
    async javaScript => {
      const page = await openPage({ javaScript, screen: 'phone' });
      await page.goto(`${storefront}/products/${shirt.slug}`);
      if (javaScript) await isHydrated(page);
      await option(page, 'Colour', /^Blue/).click();
      await page.waitForURL(/Colour=Blue/);
      await option(page, 'Size', /^L/).click();
      await page.waitForURL(/Size=L/);
      await option(page, 'Size', /^L$/).and(page.locator('[aria-current="true"]')).waitFor();
      expect(await selected(page)).toEqual(['L', 'Blue']);
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByText('Subtotal').waitFor();
      const cart = await page
        .context()
        .request.get(`${storefront}/cart/lines`, { headers: { accept: 'application/json' } });
      expect(inCart.parse(await cart.json()).cart.lines).toMatchObject([{ sku: shirt.sku('L', 'Blue'), quantity: 1 }]);
    },
  );

  test('by keyboard the focus stays on the option, and the URL opens the same variant on another device', async () => {
    const page = await openPage();
    await page.goto(`${storefront}/products/${shirt.slug}`);
    await isHydrated(page);
    await option(page, 'Size', /^XL/).focus();
    await page.keyboard.press('Enter');
    await option(page, 'Size', /^XL$/).and(page.locator('[aria-current="true"]')).waitFor();
    await page.getByText(formatUsd(2300), { exact: true }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('XL');
    const elsewhere = await openPage();
    await elsewhere.goto(page.url());
    expect(await selected(elsewhere)).toEqual(['XL', 'Red']);
  });

  test('says what is sold out and what does not exist; those can be viewed, and not bought', async () => {
    const page = await openPage();
    await page.goto(`${storefront}/products/${shirt.slug}?Size=S&Colour=Blue`);
    await option(page, 'Size', /^M\s*not in Blue$/).waitFor(); // sold out in blue, and there in red
    await option(page, 'Size', /^XL\s*\$23\.00 · not in Blue$/).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await page.goto(`${storefront}/products/${shirt.slug}?Size=M&Colour=Blue`);
    await page.getByRole('button', { name: 'Sold out' }).waitFor();
    expect(await page.getByRole('button', { name: 'Sold out' }).isDisabled()).toBe(true);
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await axeFindings(page)).toEqual([]);
    await option(page, 'Size', /^XL/).click();
    await page.waitForURL(/Size=XL&Colour=Red/);
    expect(pageErrors(page)).toEqual([]);
  });
});
