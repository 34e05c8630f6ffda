import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { call, environment, read } from './api-client.ts';
import { createScenario, storeOrderToken } from './browser/scenario.ts';
import { createStaff, firstAdmin, type Staff, signIn } from './browser/staff.ts';
import { useBrowser } from './browser/use-browser.ts';
import { adminSession, createProduct, paymentsOf } from './test-products.ts';

const { openPage } = useBrowser();

async function merchant(path: string, staff: Staff = firstAdmin): Promise<Page> {
  const page = await openPage();
  await signIn(page, staff);
  await page.goto(environment.ADMIN_URL + path);
  return page;
}

const productShape = z.object({
  id: z.string(),
  options: z.array(z.object({ name: z.string(), values: z.array(z.string()) })),
  variants: z.array(
    z.object({ sku: z.string(), price: z.object({ amount: z.int() }), options: z.record(z.string(), z.string()) }),
  ),
});

async function createShirt() {
  const own = randomUUID().slice(0, 8);
  const variant = (Size: string, amount: number) => ({
    sku: `Shirt-${own}-${Size}`,
    price: { amount, currency: 'USD' },
    options: { Size },
  });
  const draft = {
    title: `Shirt ${own}`,
    category: 'Rarities',
    options: [{ name: 'Size', values: ['S', 'M'] }],
    variants: [variant('S', 4_900), variant('M', 5_900)],
  };
  return read(await call('POST', '/admin/products', draft, await adminSession()), 201, productShape);
}

test('a renamed option value keeps sku and price; an added one needs a price before it is saved', async () => {
  const shirt = await createShirt();
  const page = await merchant(`/products/${shirt.id}`);
  await page.getByRole('button', { name: 'Change options' }).click();
  await page.getByRole('textbox', { name: 'Value 2 of Size' }).fill('Medium');
  await page.getByRole('textbox', { name: 'Add values to Size' }).fill('L');
  // the typed value counts although its field was not left
  await page.keyboard.press('Control+s');
  await page.getByText('When saved: 1 variant new.').waitFor();
  const price = page.getByRole('textbox', { name: 'Price of L in USD', exact: true });
  await page.getByText('Required', { exact: true }).waitFor();
  expect(await price.inputValue()).toBe('');
  await price.fill('$1,059.00');
  await page.keyboard.press('Control+s');
  await page.getByText(/^Saved: variants/).waitFor();
  const saved = read(
    await call('GET', `/admin/products/${shirt.id}`, undefined, await adminSession()),
    200,
    productShape,
  );
  expect(saved.options).toEqual([{ name: 'Size', values: ['S', 'Medium', 'L'] }]);
  const [small, medium] = shirt.variants.map(({ sku }) => sku);
  expect(saved.variants.map(({ sku, price: { amount }, options }) => [sku, amount, options.Size])).toEqual([
    [small, 4_900, 'S'],
    [medium, 5_900, 'Medium'],
    [small?.replace(/S$/, 'L'), 105_900, 'L'],
  ]);
});

test('a new product has no price until one is typed, asks once about zero, and is put on stock beside its variant', async () => {
  const page = await merchant('/products/create');
  const title = `Towel ${randomUUID().slice(0, 8)}`;
  await page.getByRole('textbox', { name: 'Title', exact: true }).fill(title);
  const category = page.getByRole('combobox', { name: 'Category' });
  await category.fill('rarities');
  await page.getByRole('option', { name: 'Rarities', exact: true }).waitFor();
  await page.getByRole('textbox', { name: /^SKU of/ }).fill(title.replace(' ', '-'));
  expect(await category.inputValue()).toBe('Rarities');
  await page.getByRole('button', { name: 'Add product' }).click();
  await page.getByText('Required', { exact: true }).waitFor();
  await page.getByRole('textbox', { name: /^Price of/ }).fill('0');
  await page.getByRole('textbox', { name: /^Stock of .* at East/ }).fill('many');
  await page.getByRole('button', { name: 'Add product' }).click();
  await page.getByText('A whole number').waitFor();
  await page.getByRole('textbox', { name: /^Stock of .* at East/ }).fill('7');
  await page.getByRole('button', { name: 'Add product' }).click();
  await page
    .getByRole('dialog', { name: 'Give away for nothing?' })
    .getByRole('button', { name: 'Save at zero' })
    .click();
  await page.getByText('Added as a draft.').waitFor();
  // the page of the new product, and no longer the form that made it
  await page.waitForURL(/\/products\/[0-9a-f-]{36}/);
  const west = page.getByRole('textbox', { name: /^Stock of .* at West/ });
  const east = page.getByRole('textbox', { name: /^Stock of .* at East/ });
  await until(async () => (await east.inputValue()) === '7', { describe: 'the count in its field' });
  expect(await west.inputValue()).toBe('');
  await west.fill('5');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved: stock.').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true, disabled: true }).waitFor();
  await until(async () => (await west.inputValue()) === '5', { describe: 'the count in its field' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await until(async () => (await west.inputValue()) === '0', { describe: 'the count in its field' });
});

test('a text of an e-mail is changed without its markup, previewed on a phone, saved and reset', async () => {
  const page = await merchant('/templates/order-refund-failed');
  const heading = page.getByRole('textbox', { name: 'Heading' });
  expect(await heading.inputValue()).toBe('Your refund did not arrive');
  await heading.fill('Sorry & thank you, ');
  await page.getByRole('button', { name: /^Insert number:/ }).click();
  const typed = 'Sorry & thank you, {{ number }}';
  await until(async () => (await heading.inputValue()) === typed, { describe: 'the variable in the text' });
  const mail = page.frameLocator('iframe[title="The e-mail"]');
  await mail.getByText(/^Sorry & thank you, C-\d+$/).waitFor();
  await page.getByRole('button', { name: 'Phone width' }).click();
  const frame = page.locator('iframe[title="The e-mail"]');
  expect(await frame.evaluate(element => element.clientWidth)).toBe(375);
  const button = page.getByRole('textbox', { name: 'Button' });
  await page.getByRole('tab', { name: 'Source' }).click();
  const source = page.getByRole('textbox', { name: 'E-mail (MJML)' });
  expect(await source.inputValue()).toContain('Sorry &amp; thank you, {{ number }}</mj-text>');
  await source.fill((await source.inputValue()).replace('View your order', 'Open your order'));
  await page.getByRole('tab', { name: 'Texts' }).click();
  expect(await button.inputValue()).toBe('Open your order');
  await mail.getByText('Open your order').waitFor();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved: the next message reads like this.').waitFor();
  await page.waitForURL('**/templates');
  await page.goto(`${environment.ADMIN_URL}/templates/order-refund-failed`);
  await until(async () => (await heading.inputValue()) === typed, { describe: 'the saved text' });
  expect(await button.inputValue()).toBe('Open your order');
  await page.getByRole('button', { name: 'Back to the original' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go back' }).click();
  await page.getByText('Back to the text that came with the shop.').waitFor();
});

test('who may not change a product reads all of it', async () => {
  const product = await createProduct();
  const page = await merchant(`/products/${product.id}/show`, await createStaff('support'));
  const price = page.getByRole('textbox', { name: `Price of ${product.sku} in USD`, exact: true });
  expect(await price.inputValue()).toBe('5.00');
  expect(await price.isEditable()).toBe(false);
  expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0);
});

test('a message and a payment are opened from their lists at once, whole', async () => {
  const { order } = await createScenario();
  const page = await merchant('/messages');
  await page.getByRole('row').nth(1).getByRole('link').first().click();
  await page.frameLocator('iframe').locator('body').waitFor();
  await page.goto(
    `${environment.ADMIN_URL}/payments?filter=${encodeURIComponent(JSON.stringify({ orderId: order.orderId }))}`,
  );
  await page.getByRole('row').nth(1).getByRole('link').first().click();
  await page.waitForURL(`**/orders/${order.orderId}/show#payment`);
  await page.getByRole('region', { name: 'Money' }).getByText('Visa').waitFor();
});

test('a refund whose answer is lost is not known to be done, and is done once when it is sent again', async () => {
  const { order } = await createScenario();
  const page = await merchant(`/orders/${order.orderId}/show`);
  let lost = 0;
  await page.route('**/refunds', async route => {
    if (lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    return route.abort('connectionreset');
  });
  await page.getByRole('region', { name: 'Money' }).getByRole('button', { name: 'Refund' }).click();
  const dialog = page.getByRole('dialog', { name: /^Refund C-/ });
  await dialog
    .getByRole('button', { name: /^One more of/ })
    .first()
    .click();
  await dialog.getByRole('checkbox', { name: 'Put back into stock at' }).click();
  await dialog.getByLabel('Reason').fill('One was bruised');
  await dialog.getByRole('button', { name: /^Refund \$/ }).click();
  await page.getByText(/not known whether this was done/).waitFor();
  await dialog.getByRole('button', { name: /^Refund \$/ }).click();
  await page.getByText('are on their way back').waitFor();
  const [payment] = await paymentsOf(order.orderId);
  const refunded = read(
    await call('GET', `/admin/payments?orderId=${order.orderId}`, undefined, await adminSession()),
    200,
    z.object({ items: z.array(z.object({ id: z.string(), refunds: z.array(z.unknown()) })) }),
  );
  expect(refunded.items.find(({ id }) => id === payment?.id)?.refunds).toHaveLength(1);
  // the order says how many, stock has it back, and the customer is written to
  await page.getByText('1 of 2 refunded').waitFor();
  const happened = page.getByRole('list', { name: 'What happened to this order' });
  await happened.getByText('Refund confirmation sent').waitFor();
  await page.getByRole('button', { name: /^Show \d+ steps of stock/ }).click();
  await happened.getByText('Back in stock').waitFor();
  // so does the page of the shopper
  const shopper = await openPage({ screen: 'phone', javaScript: false });
  await storeOrderToken(shopper, order);
  await shopper.goto(`${environment.STOREFRONT_URL}/orders/${order.orderId}`);
  const lines = shopper.getByRole('region', { name: 'What you ordered' });
  await lines.getByText('1 of 2 refunded').waitFor();
  const amount = await lines.getByRole('listitem').first().getByText(/^−\$/).textContent();
  await lines
    .getByRole('definition')
    .filter({ hasText: amount ?? '' })
    .waitFor();
});
