import { expect, test } from '@jest/globals';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import { storefront } from './shopper.ts';
import { createProduct, type TestProduct } from './test-products.ts';

const { openPage } = useBrowser();

test.each([true, false])('up to four products are compared side by side (script: %s)', async javaScript => {
  const products: TestProduct[] = [];
  for (const price of [100, 200, 300, 400, 500]) products.push(await createProduct({ name: 'Cup', price, stock: 1 }));
  const page = await openPage({ screen: 'phone', javaScript });
  for (const { slug } of products) {
    await page.goto(`${storefront}/products/${slug}`);
    await page.getByRole('button', { name: 'Compare with others' }).click();
    await page.getByRole('heading', { level: 1, name: 'Compare' }).waitFor();
  }
  const table = page.getByRole('region', { name: 'Comparison' }).getByRole('table');
  const heads = () => table.getByRole('columnheader').getByRole('link').allTextContents();
  const [, second, ...others] = products.map(({ title }) => title);
  expect(await heads()).toEqual([second, ...others]);
  expect(
    await table
      .getByRole('row', { name: /^Price/ })
      .getByRole('cell')
      .allTextContents(),
  ).toEqual(['$2.00', '$3.00', '$4.00', '$5.00']);
  await page.getByRole('button', { name: `Take away ${second}` }).click();
  await table.getByRole('link', { name: second ?? '' }).waitFor({ state: 'detached' });
  expect(await heads()).toEqual(others);
  expect(pageErrors(page)).toEqual([]);
});
