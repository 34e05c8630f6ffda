import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { call, environment, read } from './api-client.ts';
import { signIn } from './browser/staff.ts';
import { useBrowser } from './browser/use-browser.ts';
import { adminSession, createProduct } from './test-products.ts';

const { openPage } = useBrowser();

const page = z.object({ items: z.array(z.object({ sku: z.string() })) });

test('stock is found by the title of its product; an adjustment is undone with one click, and the ledger has both', async () => {
  const { sku, title } = await createProduct({ stock: 20 });
  const path = `/admin/inventory/levels?q=${encodeURIComponent(title)}`;
  await until(
    async () =>
      read(await call('GET', path, undefined, await adminSession()), 200, page).items.some(level => level.sku === sku),
    {
      describe: 'inventory has received the product',
    },
  );
  const adminPage = await openPage();
  await signIn(adminPage);
  await adminPage.goto(`${environment.ADMIN_URL}/stock`);
  await adminPage.getByRole('searchbox').fill(title.toLowerCase().slice(0, -2));
  await adminPage.getByRole('row', { name: new RegExp(`${title} ${sku} .* 20 0 20 `) }).waitFor();
  await adminPage.getByRole('button', { name: `Adjust ${sku} at east` }).click();
  const dialog = adminPage.getByRole('dialog', { name: `Adjust ${sku}` });
  await dialog.getByLabel('How many there are now').fill('2');
  await dialog.getByRole('button', { name: 'Adjust' }).click();
  await adminPage.getByRole('row', { name: new RegExp(`${sku} .* 2 0 2 `) }).waitFor();
  await adminPage.getByRole('button', { name: 'Undo' }).click();
  await adminPage.getByText(/^Taken back: .* 20 on hand$/).waitFor();
  await adminPage.getByRole('row', { name: new RegExp(`${sku} .* 20 0 20 `) }).waitFor();
  await adminPage.getByRole('link', { name: sku, exact: true }).click();
  const changes = adminPage.getByRole('list', { name: 'Changes, newest first' });
  await changes.getByText('Taken back: Counted, −18').waitFor();
  expect(await changes.getByRole('listitem').count()).toBe(3);
});

test('the slash begins the next search, in place of the last one', async () => {
  const { sku } = await createProduct();
  const adminPage = await openPage();
  await signIn(adminPage);
  await adminPage.goto(`${environment.ADMIN_URL}/stock?filter=${encodeURIComponent(JSON.stringify({ q: 'no such' }))}`);
  await adminPage.getByText('Nothing matches').waitFor();
  await adminPage.keyboard.press('/');
  await adminPage.keyboard.type(sku);
  await adminPage.getByRole('button', { name: `Adjust ${sku} at east` }).waitFor();
});
