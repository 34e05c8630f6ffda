import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { call, environment, read } from './api-client.ts';
import { signIn } from './browser/staff.ts';
import { useBrowser } from './browser/use-browser.ts';
import { adminSession } from './test-products.ts';

const { openPage } = useBrowser();

const shape = z.object({
  id: z.string(),
  variants: z.array(
    z.object({ sku: z.string(), price: z.object({ amount: z.int() }), barcode: z.string().optional() }),
  ),
});

async function createShirt() {
  const own = randomUUID().slice(0, 8);
  const sizes = ['S', 'M', 'L', 'XL'];
  const draft = {
    title: `Shirt ${own}`,
    category: 'Rarities',
    options: [{ name: 'Size', values: sizes }],
    variants: sizes.map(Size => ({
      sku: `Sheet-${own}-${Size}`,
      price: { amount: 4_900, currency: 'USD' },
      options: { Size },
    })),
  };
  return read(await call('POST', '/admin/products', draft, await adminSession()), 201, shape);
}

const saved = async (id: string) =>
  read(await call('GET', `/admin/products/${id}`, undefined, await adminSession()), 200, shape).variants;

async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate(copied => navigator.clipboard.writeText(copied), text);
  await page.keyboard.press('Control+v');
}

test('a block of a spreadsheet is pasted into the variants, marked where it is wrong, undone at once and saved', async () => {
  const shirt = await createShirt();
  const page = await openPage();
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(page);
  await page.goto(`${environment.ADMIN_URL}/products/${shirt.id}`);
  const price = (size: string) => page.getByRole('textbox', { name: `Price of ${size} in USD`, exact: true });
  const prices = () => Promise.all(['S', 'M', 'L', 'XL'].map(size => price(size).inputValue()));
  const said = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor();

  await price('S').click();
  await paste(page, '49,50\t59,00\r\n"1.049,50"\t\r\nask\t\r\n');
  await said('6 cells pasted. 1 cell to correct.');
  expect(await prices()).toEqual(['49.50', '1049.50', 'ask', '49.00']);
  await page.getByText('Not an amount', { exact: true }).waitFor();
  expect(await price('L').getAttribute('aria-invalid')).toBe('true');
  await page.keyboard.press('Control+s');
  expect((await saved(shirt.id)).map(variant => variant.price.amount)).toEqual([4_900, 4_900, 4_900, 4_900]);

  await page.keyboard.press('Control+z');
  await said('Undone: 6 cells pasted.');
  expect(await prices()).toEqual(['49.00', '49.00', '49.00', '49.00']);
  await page.getByText('Not an amount', { exact: true }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Save', exact: true, disabled: true }).waitFor();

  const [small, medium, large, huge] = shirt.variants.map(({ sku }) => sku);
  await paste(page, `SKU\tEAN\tPrice\n${huge}\t4006381333931\t61\n${small}\t4006381333948\t58\n`);
  await said('4 cells pasted.');
  expect(await prices()).toEqual(['58.00', '49.00', '49.00', '61.00']);

  // the first of two chosen cells is filled down
  await price('S').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.type('55');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Control+d');
  await said('1 cell filled.');
  expect(await prices()).toEqual(['58.00', '55.00', '55.00', '61.00']);
  await page.keyboard.press('Control+s');
  await page.getByText(/^Saved: /).waitFor();
  const after = await saved(shirt.id);
  expect(after.map(({ sku, price: { amount }, barcode }) => [sku, amount, barcode])).toEqual([
    [small, 5_800, '4006381333948'],
    [medium, 5_500, undefined],
    [large, 5_500, undefined],
    [huge, 6_100, '4006381333931'],
  ]);
});

test('the arrows walk through the cells, and through the text of one that is being edited', async () => {
  const shirt = await createShirt();
  const page = await openPage();
  await signIn(page);
  await page.goto(`${environment.ADMIN_URL}/products/${shirt.id}`);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await page.getByRole('textbox', { name: 'Price of S in USD', exact: true }).focus();
  await page.keyboard.press('ArrowDown');
  expect(await focused()).toBe('Price of M in USD');
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe('Compare-at price of M in USD');
  await page.keyboard.type('70');
  await page.keyboard.press('ArrowLeft');
  expect(await focused()).toBe('Compare-at price of M in USD');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  expect(await focused()).toBe('Price of M in USD');
  await page.getByRole('textbox', { name: 'Price of L in USD', exact: true }).click();
  await page.getByRole('button', { name: 'Fill down' }).click();
  await until(async () => (await page.getByRole('status').allTextContents()).includes('1 cell filled.'), {
    describe: 'the last row is filled',
  });
});
