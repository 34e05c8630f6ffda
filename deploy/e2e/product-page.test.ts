import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { call, read, shapes } from './api-client.ts';
import { axeFindings } from './browser/axe.ts';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import { isHydrated, showsQuantity, storefront } from './shopper.ts';
import { adjustStock, adminSession } from './test-products.ts';

const { openPage } = useBrowser();
const picture = z.looseObject({ url: z.string(), alt: z.string() });
let slug: string;
let title: string;

/** A shirt in two colours with a picture of each, borrowed from the seeded products. */
beforeAll(async () => {
  const hits = z.object({ items: z.array(z.object({ image: picture })) });
  const borrowed = await Promise.all(
    ['cheese', 'bananas', 'milk'].map(async q => {
      const [first] = read(await call('GET', `/search?q=${q}&limit=1`), 200, hits).items;
      if (!first) throw new Error(`Nothing is found for ${q}`);
      return first.image;
    }),
  );
  const id = randomUUID().slice(0, 8);
  title = `Shirt ${id}`;
  const alts = ['A shirt in white', 'A shirt in indigo', 'Its cuff'];
  const draft = {
    title,
    category: 'Rarities',
    status: 'active',
    options: [{ name: 'Colour', values: ['White', 'Indigo'] }],
    images: borrowed.map((image, at) => ({ ...image, alt: alts[at] })),
    variants: ['White', 'Indigo'].map(Colour => ({
      sku: `shirt-${id}-${Colour}`.toLowerCase(),
      price: { amount: 4900, currency: 'USD' },
      size: '1 lb',
      options: { Colour },
    })),
  };
  const created = read(await call('POST', '/admin/products', draft, await adminSession()), 201, shapes.product);
  slug = created.slug;
  for (const { sku } of created.variants) await adjustStock(sku, 30);
});

const product = (query = ''): string => `${storefront}/products/${slug}${query}`;
const large = (page: Page) => page.getByRole('button', { name: /: show larger$/ });

describe('the pictures of a product', () => {
  test.each([true, false])('are chosen in the page, and never lead out of the shop (script: %s)', async javaScript => {
    const page = await openPage({ javaScript });
    await page.goto(product());
    const pictures = page.getByRole('list', { name: 'Pictures' });
    await pictures.getByRole('link', { name: 'Its cuff' }).click();
    await page.waitForURL(/picture=3/);
    await page.getByRole('button', { name: 'Its cuff: show larger' }).waitFor();
    expect(await pictures.locator('[aria-current="true"]').count()).toBe(1);
    await large(page).click();
    const zoom = page.getByRole('region', { name: 'Its cuff, larger' });
    await zoom.getByRole('img').waitFor();
    await zoom.getByRole('button', { name: 'Close' }).click();
    await zoom.waitFor({ state: 'hidden' });
    expect(pageErrors(page)).toEqual([]);
  });

  test('show the colour that is chosen', async () => {
    const page = await openPage({ javaScript: false });
    await page.goto(product('?Colour=Indigo'));
    expect(await large(page).getAttribute('aria-label')).toBe('A shirt in indigo: show larger');
    await page.getByRole('group', { name: 'Colour' }).getByRole('link', { name: 'White' }).click();
    expect(await large(page).getAttribute('aria-label')).toBe('A shirt in white: show larger');
  });

  test('change by arrow keys, also when one is large', async () => {
    const page = await openPage();
    await page.goto(product());
    await isHydrated(page);
    await large(page).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'A shirt in indigo: show larger' }).waitFor();
    await large(page).click();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('region', { name: 'Its cuff, larger' }).getByRole('img').waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });
});

test.each([true, false])('a quantity is typed, on the page and in the cart (script: %s)', async javaScript => {
  const page = await openPage({ screen: 'phone', javaScript });
  await page.goto(product());
  if (javaScript) await isHydrated(page);
  await page.getByLabel('Quantity').fill('21');
  await page.getByRole('button', { name: 'Add to cart' }).click();
  if (javaScript) await page.getByRole('dialog', { name: 'Your cart' }).getByText('Subtotal').waitFor();
  await page.goto(`${storefront}/cart`);
  const main = page.getByRole('main');
  await showsQuantity(main, title, '21');
  const field = main.getByLabel(`Quantity of ${title}`);
  await field.fill('12');
  await field.press('Enter');
  await main.getByText('$588.00').first().waitFor();
});

test('the checkout has a quantity that was typed just before', async () => {
  const page = await openPage({ screen: 'phone' });
  await page.goto(product());
  await isHydrated(page);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  const cart = page.getByRole('dialog', { name: 'Your cart' });
  await cart.getByLabel(`Quantity of ${title}`).fill('21');
  await cart.getByRole('link', { name: 'Check out' }).click();
  await page.getByText('21 things').waitFor();
});

test('the button to buy is at hand on a phone, wherever the page is scrolled to', async () => {
  const page = await openPage({ screen: 'phone' });
  await page.goto(product());
  const button = page.getByRole('button', { name: 'Add to cart' });
  const bottom = async () => {
    const box = await button.boundingBox();
    return box ? box.y + box.height : Number.NaN;
  };
  expect(await bottom()).toBeLessThanOrEqual(844);
  await page.evaluate(() => scrollTo({ top: 200, behavior: 'instant' }));
  expect(await bottom()).toBeLessThanOrEqual(844);
});

test('the unit price and the days of arrival are shown before the checkout', async () => {
  const page = await openPage({ javaScript: false });
  await page.goto(product());
  await page.getByText('$3.06 / oz').waitFor();
  const delivery = page.getByRole('region', { name: 'Delivery' });
  await delivery.getByText(/^Standard: \w{3}, \w{3} \d+ – \w{3}, \w{3} \d+, \$4\.99$/).waitFor();
});
