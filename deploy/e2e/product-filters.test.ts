import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { call, environment, read, shapes } from './api-client.ts';
import { axeFindings } from './browser/axe.ts';
import { findOverflow } from './browser/overflow.ts';
import { signIn } from './browser/staff.ts';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import { adjustStock, adminSession, createProduct, createVariants } from './test-products.ts';

const { openPage } = useBrowser();

const list = z.object({ items: z.array(z.object({ title: z.string() })) });

/** Waits until the filter has these products and no others, however long events are on their way. */
async function isFiltered(q: string, stock: string, titles: readonly string[]): Promise<void> {
  const path = `/admin/products?q=${q}&stock=${stock}&sort=title`;
  await until(
    async () => {
      const { items } = read(await call('GET', path, undefined, await adminSession()), 200, list);
      return JSON.stringify(items.map(({ title }) => title)) === JSON.stringify(titles.toSorted());
    },
    { describe: `${stock} has ${titles.join(', ')}`, timeoutMs: 60_000 },
  );
}

async function choose(page: Page, filter: string, choice: string): Promise<void> {
  await page
    .getByRole('search', { name: 'Search products' })
    .getByRole('button', { name: new RegExp(`^${filter}`) })
    .click();
  await page.getByRole('radio', { name: choice, exact: true }).click();
  await page.keyboard.press('Escape');
}

test('products are filtered by stock, with words, a saved view and a bulk edit of all that match', async () => {
  const name = `Sieve${randomUUID().slice(0, 6)}`;
  const plenty = await createProduct({ name, stock: 40 });
  const low = await createProduct({ name, stock: 3 });
  const out = await createProduct({ name, stock: 0 });
  const variants = await createVariants(name, [12, 20, 6, 0]);
  await isFiltered(name, 'low', [low.title, out.title, variants]);
  await isFiltered(name, 'in_stock', [plenty.title, low.title, variants]);
  await isFiltered(name, 'out_of_stock', [out.title]);

  const page = await openPage();
  await signIn(page);
  await page.goto(`${environment.ADMIN_URL}/products`);
  await page.getByRole('searchbox', { name: /^Words of the title/ }).fill(name);
  const pages = page.getByRole('navigation', { name: 'Pages' });
  await pages.getByText('4 products').waitFor();
  await page.getByRole('row', { name: new RegExp(`${variants}.* 38 in stock for 4 variants: 1 out `) }).waitFor();
  await choose(page, 'Stock', 'Out of stock');
  await pages.getByText('1 product', { exact: false }).waitFor();
  await page.getByRole('row', { name: new RegExp(`${out.title}.* Out of stock `) }).waitFor();
  await choose(page, 'Stock', 'In stock');
  await pages.getByText('3 products').waitFor();
  await page.getByText(out.title).waitFor({ state: 'detached' });
  await choose(page, 'Stock', 'Low');
  await page.getByRole('row', { name: new RegExp(`${low.title}.* 3 in stock `) }).waitFor();
  await page.getByText(plenty.title).waitFor({ state: 'detached' });
  expect(await axeFindings(page)).toEqual([]);

  await page.getByRole('button', { name: 'Save view' }).click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Running out');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'All', exact: true }).click();
  await page.getByRole('button', { name: 'Running out', exact: true }).click();
  await page.getByRole('button', { name: 'Stock: Low' }).waitFor();
  await pages.getByText('3 products').waitFor();
  expect(await page.getByRole('searchbox', { name: /^Words of the title/ }).inputValue()).toBe(name);

  await page.getByRole('checkbox', { name: 'Select all on this page' }).click();
  const bar = page.getByRole('toolbar', { name: 'Selected rows' });
  await bar.getByRole('button', { name: 'Archive' }).click();
  await page.getByText('3 products archived.').waitFor();
  await choose(page, 'Status', 'Archived');
  await pages.getByText('3 products').waitFor();

  await adjustStock(low.sku, 30);
  await isFiltered(name, 'low', [out.title, variants]);
  await page.reload();
  await pages.getByText('2 products').waitFor();
  await page.getByText(low.title).waitFor({ state: 'detached' });
  expect(pageErrors(page)).toEqual([]);
});

test('on a phone the filter of stock is chosen as on a screen, and nothing is wider than the page', async () => {
  const name = `Ladle${randomUUID().slice(0, 6)}`;
  const low = await createProduct({ name, stock: 2 });
  await isFiltered(name, 'in_stock', [low.title]);
  const page = await openPage({ screen: 'phone' });
  await signIn(page);
  await page.goto(`${environment.ADMIN_URL}/products`);
  await page.getByRole('searchbox', { name: /^Words of the title/ }).fill(name);
  await choose(page, 'Stock', 'In stock');
  await page.getByText('2 in stock').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
  await choose(page, 'Stock', 'Out of stock');
  await page.getByText(low.title).waitFor({ state: 'detached' });
});

test('products are filtered by category, chosen by its name, on a phone too', async () => {
  const own = randomUUID().slice(0, 6);
  const category = `Ünusual things ${own}`;
  const title = `Odd one ${own}`;
  const variants = [{ sku: `odd-${own}`, price: { amount: 500, currency: 'USD' } }];
  const draft = { title, category, status: 'active', variants };
  read(await call('POST', '/admin/products', draft, await adminSession()), 201, shapes.product);
  const page = await openPage({ screen: 'phone' });
  await signIn(page);
  await page.goto(`${environment.ADMIN_URL}/products`);
  await page.getByRole('button', { name: 'Category', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Filter by Category' });
  const search = dialog.getByRole('textbox', { name: 'Find a category' });
  await search.fill('no such thing');
  await dialog.getByText('Nothing is called that.').waitFor();
  await search.fill(`unusual things ${own}`);
  expect(await axeFindings(page)).toEqual([]);
  await dialog.getByRole('radio', { name: category }).click();
  await page.getByRole('button', { name: `Category: ${category}` }).waitFor();
  await page.getByRole('navigation', { name: 'Pages' }).getByText('1 product', { exact: false }).waitFor();
  await page.getByRole('link', { name: title }).waitFor();
  expect(await findOverflow(page, 'phone')).toEqual([]);
  expect(pageErrors(page)).toEqual([]);
});
