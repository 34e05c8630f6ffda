import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { until } from '../../services/platform/testing/until.ts';
import { environment, newEmail } from './api-client.ts';
import { createScenario } from './browser/scenario.ts';
import { firstAdmin, signIn } from './browser/staff.ts';
import { useBrowser } from './browser/use-browser.ts';
import { ordersOf } from './test-products.ts';

const { openPage } = useBrowser();

async function merchant(path: string): Promise<Page> {
  const page = await openPage();
  await signIn(page, firstAdmin);
  await page.goto(environment.ADMIN_URL + path);
  return page;
}

test('every product of a list is selected, on whichever page', async () => {
  const page = await merchant('/products');
  const pages = page.getByRole('navigation', { name: 'Pages' });
  const [total = ''] = /^[\d,]+(?= products)/.exec((await pages.textContent()) ?? '') ?? [];
  await page.getByRole('checkbox', { name: 'Select all on this page' }).click();
  await page.getByRole('button', { name: /^Select all [\d,]+$/ }).click();
  // Others may add products meanwhile.
  const countOf = (text: string | null) => Number(text?.replaceAll(/\D/g, ''));
  await until(async () => countOf(await page.getByText(/^[\d,]+ selected$/).textContent()) >= countOf(total), {
    describe: 'every product is selected',
  });
  await pages.getByRole('button', { name: 'Next' }).click();
  await page.getByRole('checkbox', { name: 'Select all on this page', checked: true }).waitFor();
  await page.getByRole('button', { name: 'Clear' }).click();
});

test('selected orders have one document of labels, a pick list and a file', async () => {
  const email = newEmail();
  await createScenario(email);
  const [order] = await ordersOf(email);
  const page = await merchant(`/orders?filter=${encodeURIComponent(JSON.stringify({ q: email }))}`);
  await page.getByText('1 order', { exact: true }).waitFor();
  await page.getByRole('checkbox', { name: `Select ${order?.number}` }).click();
  const bar = page.getByRole('toolbar', { name: 'Selected rows' });
  const linkOf = async (name: string) =>
    environment.ADMIN_URL + (await bar.getByRole('link', { name }).getAttribute('href'));
  const labels = await page.context().request.get(await linkOf('Labels'));
  expect([labels.status(), labels.headers()['content-type']]).toEqual([200, 'application/pdf']);
  const file = await page.context().request.get(await linkOf('Export the selected orders'));
  expect(await file.text()).toContain(`${order?.number},`);
  await bar.getByRole('link', { name: 'Pick list' }).click();
  await page.getByRole('heading', { level: 1, name: 'Pick list' }).waitFor();
  await page
    .getByText(/^(Nothing to pick|From (East|West) warehouse)$/)
    .first()
    .waitFor();
});
