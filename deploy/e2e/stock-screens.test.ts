import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { useBrowser } from './browser/open.ts';
import { signIn } from './browser/staff.ts';
import { adminSession, newGoods } from './goods.ts';
import { call, environment, read } from './outside.ts';

const { visit } = useBrowser();

const page = z.object({ items: z.array(z.object({ sku: z.string() })) });

test('stock is found by the title of its product; what was adjusted is taken back with one click, and the ledger tells of both', async () => {
  const { sku, title } = await newGoods({ stock: 20 });
  const words = `/admin/inventory/levels?q=${encodeURIComponent(title)}`;
  await until(
    async () =>
      read(await call('GET', words, undefined, await adminSession()), 200, page).items.some(level => level.sku === sku),
    {
      describe: 'inventory has heard of the product',
    },
  );
  const office = await visit();
  await signIn(office);
  await office.goto(`${environment.ADMIN_URL}/stock`);
  await office.getByRole('searchbox').fill(title.toLowerCase().slice(0, -2));
  await office.getByRole('row', { name: new RegExp(`${title} ${sku} .* 20 0 20 `) }).waitFor();
  await office.getByRole('button', { name: `Adjust ${sku} at east` }).click();
  const dialog = office.getByRole('dialog', { name: `Adjust ${sku}` });
  await dialog.getByLabel('How many there are now').fill('2');
  await dialog.getByRole('button', { name: 'Adjust' }).click();
  await office.getByRole('row', { name: new RegExp(`${sku} .* 2 0 2 `) }).waitFor();
  await office.getByRole('button', { name: 'Undo' }).click();
  await office.getByText(/^Taken back: .* 20 on hand$/).waitFor();
  await office.getByRole('row', { name: new RegExp(`${sku} .* 20 0 20 `) }).waitFor();
  await office.getByRole('link', { name: sku, exact: true }).click();
  const changes = office.getByRole('list', { name: 'Changes, newest first' });
  await changes.getByText('Taken back: Counted, −18').waitFor();
  expect(await changes.getByRole('listitem').count()).toBe(3);
});
