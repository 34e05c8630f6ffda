import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import {
  call,
  checkoutRequest,
  createCart,
  environment,
  mailsTo,
  newEmail,
  newKey,
  read,
  shapes,
} from './api-client.ts';
import { fillCart, storeOrderToken } from './browser/scenario.ts';
import { signIn } from './browser/staff.ts';
import { useBrowser } from './browser/use-browser.ts';
import { storefront } from './shopper.ts';
import { adjustStock, adminSession } from './test-products.ts';

const { openPage } = useBrowser();
const shape = z.object({ id: z.string(), slug: z.string() });

async function createShirt() {
  const own = randomUUID().slice(0, 8);
  const skus = { Red: `Pic-${own}-Red`, Blue: `Pic-${own}-Blue` };
  const draft = {
    title: `Shirt ${own}`,
    category: 'Rarities',
    status: 'active',
    options: [{ name: 'Colour', values: ['Red', 'Blue'] }],
    variants: Object.entries(skus).map(([Colour, sku]) => ({
      sku,
      price: { amount: 4_900, currency: 'USD' },
      options: { Colour },
    })),
  };
  const shirt = read(await call('POST', '/admin/products', draft, await adminSession()), 201, shape);
  for (const sku of Object.values(skus)) await adjustStock(sku, 9);
  return { ...shirt, sku: skus.Blue, about: draft.title };
}

async function pictureFile(background: string) {
  const buffer = await sharp({ create: { width: 400, height: 400, channels: 3, background } })
    .png()
    .toBuffer();
  return { name: `${background}.png`, mimeType: 'image/png', buffer };
}

/** The hash of the picture that an address of any of its sizes names. */
const hashOf = (address: string | null) => /([0-9a-f]{32})-\d+\.webp/.exec(address ?? '')?.[1];
const pictureIn = async (page: Page, within: string) =>
  hashOf(await page.locator(within).locator('img').first().getAttribute('src'));

test('a picture that is chosen for a variant is shown on its page, in the cart, on the order and in the mail', async () => {
  const shirt = await createShirt();
  const merchant = await openPage();
  await signIn(merchant);
  await merchant.goto(`${environment.ADMIN_URL}/products/${shirt.id}`);
  await merchant
    .getByLabel('Choose pictures')
    .setInputFiles([await pictureFile('darkred'), await pictureFile('darkblue')]);
  await merchant.getByRole('textbox', { name: 'What picture 2 shows' }).fill('From behind');
  await merchant.getByRole('button', { name: /^Picture of Blue: the first one/ }).click();
  await merchant.getByRole('menuitem', { name: 'From behind' }).click();
  await merchant.getByRole('button', { name: 'Picture of Blue: From behind' }).waitFor();
  await merchant.keyboard.press('Control+s');
  await merchant.getByText(/^Saved: /).waitFor();

  const page = await openPage({ screen: 'phone', javaScript: false });
  await page.goto(`${storefront}/products/${shirt.slug}?Colour=Red`);
  const red = await pictureIn(page, 'main');
  await page.getByRole('link', { name: 'Blue' }).click();
  await page.waitForURL(/Colour=Blue/);
  const blue = await pictureIn(page, 'main');
  expect([red, blue]).not.toContain(undefined);
  expect(blue).not.toBe(red);

  await fillCart(page, shirt.sku);
  await page.goto(`${storefront}/cart`);
  expect(await pictureIn(page, 'main [aria-label="In your cart"]')).toBe(blue);

  const email = newEmail();
  const cart = await createCart({ sku: shirt.sku, quantity: 1 });
  const request = checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa', email });
  const order = read(await call('POST', '/checkout', request, newKey()), 201, shapes.checkout);
  await storeOrderToken(page, order);
  await page.goto(`${storefront}/orders/${order.orderId}`);
  expect(await pictureIn(page, 'section[aria-label="What you ordered"]')).toBe(blue);
  const [paid, shipped] = await until(async () => (await mailsTo(email)).length > 1 && mailsTo(email), {
    describe: 'the mails of the order',
  });
  for (const mail of [paid, shipped]) expect(mail?.html).toContain(`${blue}-160.webp`);
});
