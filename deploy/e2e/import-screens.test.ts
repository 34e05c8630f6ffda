import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { call, environment, read } from './api-client.ts';
import { findOverflow } from './browser/overflow.ts';
import { screens } from './browser/page.ts';
import { signIn } from './browser/staff.ts';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import { storefront } from './shopper.ts';
import { adminSession, createProduct } from './test-products.ts';

/** A merchant imports products from files, in the console. */
const { openPage } = useBrowser();
let page: Page;
/** Makes the handles and SKUs of a test unique. */
let own: string;
beforeEach(async () => {
  own = randomUUID().slice(0, 8);
  page = await openPage();
  await signIn(page);
  await page.goto(`${environment.ADMIN_URL}/imports`);
  await page.getByRole('link', { name: 'Import a file' }).first().click();
  await page.getByRole('heading', { name: 'Import products', level: 1 }).waitFor();
});

async function choose(name: string, text: string): Promise<void> {
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /^Choose (a|another) file$/ }).click();
  await (await chooser).setFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
}

const count = (text: string) =>
  page
    .getByRole('list', { name: 'Counts' })
    .getByRole('listitem')
    .filter({ hasText: new RegExp(`^${text}$`) });

const products = z.object({ items: z.array(z.object({ slug: z.string(), title: z.string(), status: z.string() })) });
/** The products of this test, from the admin API. */
async function importedProducts() {
  const response = await call('GET', `/admin/products?q=${own}`, undefined, await adminSession());
  return read(response, 200, products).items.filter(({ slug }) => slug.includes(own));
}

/** Starts the import after its dry run, and opens its page. */
async function startImport(name: string): Promise<void> {
  expect(await importedProducts()).toEqual([]);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await page.getByRole('heading', { name, level: 1 }).waitFor();
}

/** Waits until the page of a product in the storefront has these texts: an import sets stock after all products. */
async function isInShop(slug: string, ...texts: string[]): Promise<void> {
  await until(
    async () => {
      const page = await (await fetch(`${storefront}/products/${slug}`)).text();
      return texts.every(each => page.includes(each));
    },
    { describe: `${slug} is in the shop with ${texts.join(', ')}`, everyMs: 100 },
  );
}

describe('a file of Shopify', () => {
  test('with the old headers is looked through, taken in, and in the shop with its stock', async () => {
    const rows = [
      'Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Qty,Variant Price,Variant Compare At Price,Image Src,Status',
      `tee-${own},Tee ${own},<p>Soft &amp; light</p>,Acme,Apparel & Accessories > Clothing > Shirts,Shirts,"summer, cotton",true,Size,S,tee-${own}-s,250,5,19.99,25.00,,active`,
      `tee-${own},,,,,,,,,M,tee-${own}-m,260,2,21.00,,,`,
    ];
    await page.getByLabel('Stock lies at').click();
    await page.getByRole('option', { name: /east/i }).click();
    await choose('products_export.csv', rows.join('\n'));
    await count('1new products').waitFor();
    await page.getByText('Every row is fine.').waitFor();
    await startImport('products_export.csv');
    await count('1products added').waitFor();
    await isInShop(`tee-${own}`, `Tee ${own}`, '$19.99', '$21.00', 'Soft &amp; light', '5 left');
    await isInShop(`tee-${own}?Size=M`, '2 left');
    expect(pageErrors(page)).toEqual([]);
  });

  test('with the new headers is taken in the same way; without a place, stock is left alone', async () => {
    const rows = [
      'Title,URL handle,Description,Vendor,Product category,Type,Tags,Published on online store,Status,SKU,Option1 name,Option1 value,Price,Compare-at price,Inventory quantity,Product image URL',
      `Mug ${own},mug-${own},<p>For tea</p>,Acme,Home > Kitchen > Mugs,Mugs,kitchen,TRUE,Active,mug-${own},Title,Default Title,9.50,,7,`,
    ];
    await choose('products_export_1.csv', rows.join('\n'));
    await count('1new products').waitFor();
    await startImport('products_export_1.csv');
    await count('1products added').waitFor();
    await isInShop(`mug-${own}`, `Mug ${own}`, '$9.50', 'Sold out');
  });
});

test('a file with semicolons, as a spreadsheet of half of Europe writes it, is taken in', async () => {
  const rows = [
    'handle;title;category;sku;price;currency',
    `tee-${own};"Tee; grün ${own}";Tees;tee-${own};"12,50";EUR`,
  ];
  await choose('Produkte.csv', `\ufeff${rows.join('\r\n')}`);
  await count('1new products').waitFor();
  await startImport('Produkte.csv');
  await count('1products added').waitFor();
  expect(await importedProducts()).toMatchObject([{ title: `Tee; grün ${own}` }]);
});

test('the stock that a file would change fits a phone', async () => {
  await page.setViewportSize(screens.phone);
  const rows = [0, 1, 2].map(at => `bowl-${own}-${at},Bowl,Bowls,a-bowl-with-a-long-sku-${own}-${at},5,USD,${at}`);
  await choose('bowls.csv', ['handle,title,category,sku,price,currency,stock:east', ...rows].join('\n'));
  await page.getByRole('heading', { name: /^Stock that would change/ }).waitFor();
  expect(await findOverflow(page, 'phone')).toEqual([]);
});

test('the import is found from everywhere, and opens after the stock list, as that does after it', async () => {
  const { sku } = await createProduct();
  const stock = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Stock', exact: true });
  const isListed = () =>
    page
      .getByRole('table', { name: 'Stock' })
      .getByText(/ warehouse$/)
      .first()
      .waitFor();
  await page.goto(`${environment.ADMIN_URL}/stock?filter=${encodeURIComponent(JSON.stringify({ q: sku }))}`);
  await isListed();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Search or jump to' }).fill('import products');
  await page.getByRole('option', { name: 'Import products', selected: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Import products', level: 1 }).waitFor();
  await page.getByLabel('Stock lies at').waitFor();
  await stock.click();
  await isListed();
});

test('an empty file is refused as that', async () => {
  await choose('empty.csv', '');
  await page.getByRole('alert').filter({ hasText: 'This file is empty.' }).waitFor();
  expect(await page.getByRole('button', { name: 'Import', exact: true }).count()).toBe(0);
});

test('why a file is refused stays beside its field until another is chosen', async () => {
  const zone = page.getByRole('region', { name: 'The file', exact: true });
  await choose('prices.csv', 'sku,price\nlamp-1,2.00');
  const refusal = zone.getByRole('alert').filter({ hasText: /title/i });
  await refusal.waitFor();
  expect(await page.getByRole('heading', { name: 'What the file would do' }).count()).toBe(0);
  await choose('things.csv', `handle,title,category,sku,price,currency\nlamp-${own},Lamp,Things,lamp-${own},2.00,USD`);
  await count('1new products').waitFor();
  await refusal.waitFor({ state: 'detached' });
});

test('of two files chosen one after the other the last one is shown, also where it is answered first', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route(
    '**/admin/imports?*',
    async route => {
      await released;
      await route.continue();
    },
    { times: 1 },
  );
  const head = 'handle,title,category,sku,price,currency';
  const row = (name: string) => `${name}-${own},${name},Things,${name}-${own},2.00,USD`;
  const answered = page.waitForResponse(
    response => response.url().includes('first.csv') && response.request().method() === 'POST',
  );
  await choose('first.csv', [head, row('lamp'), row('kite')].join('\n'));
  await choose('second.csv', [head, row('lamp')].join('\n'));
  await count('1new products').waitFor();
  release();
  await (await answered).finished();
  await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await count('1new products').waitFor();
  expect(await count('2new products').count()).toBe(0);
});

test('of a file with broken rows each is named by its line and column, and the good ones are taken in', async () => {
  const rows = [
    'handle,title,category,sku,price,currency',
    `good-${own},Good ${own},Things,good-${own},1.50,USD`,
    `dear-${own},Dear ${own},Things,dear-${own},a lot,USD`,
    `odd-${own},Odd ${own},Things,odd ${own}!,2.00,USD`,
    `fine-${own},Fine ${own},Things,fine-${own},3.00,USD`,
  ];
  await choose('things.csv', rows.join('\n'));
  await count('2new products').waitFor();
  await count('2rows cannot be used').waitFor();
  const bad = page.getByRole('region', { name: 'Rows that cannot be used', exact: true });
  await bad.getByRole('row', { name: /^3 price/ }).waitFor();
  await bad.getByRole('row', { name: /^4 sku/ }).waitFor();
  await startImport('things.csv');
  await count('2rows left out').waitFor();
  expect((await importedProducts()).map(({ slug }) => slug).sort()).toEqual([`fine-${own}`, `good-${own}`]);
});

test('the selected products are saved as a file, which is changed and imported again', async () => {
  const product = [
    await createProduct({ name: `Kettle-${own}` }),
    await createProduct({ name: `Kettle-${own}` }),
    await createProduct({ name: `Kettle-${own}` }),
  ];
  const [first, second, third] = product.map(({ title }) => title);
  await page.goto(`${environment.ADMIN_URL}/products`);
  await page.getByRole('searchbox').fill(`kettle ${own}`);
  await page.getByText('3 products').first().waitFor();
  for (const title of [first, third]) await page.getByRole('checkbox', { name: `Select ${title}` }).check();
  const download = page.waitForEvent('download');
  await page.getByRole('toolbar', { name: 'Selected rows' }).getByRole('link', { name: 'Export' }).click();
  const file = await text(await (await download).createReadStream());
  for (const title of [first, third]) expect(file).toContain(title);
  expect(file).not.toContain(second);
  expect(await page.getByText('2 selected').count()).toBe(1);

  await page.goto(`${environment.ADMIN_URL}/imports/create`);
  await choose('products.csv', file);
  await count('2stay as they are').waitFor();
  await page.goto(`${environment.ADMIN_URL}/imports/create`);
  await choose('products.csv', file.replace('5.00', '5.50'));
  await count('1products would change').waitFor();
});
