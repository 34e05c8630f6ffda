import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { environment } from './api-client.ts';
import { createScenario } from './browser/scenario.ts';
import { firstAdmin, signIn } from './browser/staff.ts';
import { useBrowser } from './browser/use-browser.ts';

const { openPage } = useBrowser();

test('a figure of the first page leads to its report, by product and as a file', async () => {
  const { product } = await createScenario();
  const page = await openPage();
  await signIn(page, firstAdmin);
  await page.goto(environment.ADMIN_URL);
  await page.getByRole('link', { name: 'Sales', exact: true }).click();
  await page.getByRole('img', { name: 'Sales by day' }).waitFor();
  await page.getByRole('combobox', { name: 'By' }).click();
  await page.getByRole('option', { name: 'Product' }).click();
  await page.getByRole('row').filter({ hasText: product.title }).first().waitFor();
  expect(new URL(page.url()).searchParams.get('by')).toBe('product');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download CSV' }).click(),
  ]);
  const file = await readFile(await download.path(), 'utf8');
  expect(file).toContain('product,title,orders,units,sales,currency');
  expect(file).toContain(product.variants[0]?.sku);
});

test('a report that is opened by its address shows its curve', async () => {
  const page = await openPage();
  await signIn(page, firstAdmin);
  await page.goto(`${environment.ADMIN_URL}/reports`);
  const bands = page.getByRole('img', { name: 'Sales by day' }).locator('rect');
  await bands.first().waitFor();
  // A band under the pointer must not cover the curve.
  expect(await bands.first().evaluate(band => getComputedStyle(band).fill)).toBe('rgba(0, 0, 0, 0)');
});
