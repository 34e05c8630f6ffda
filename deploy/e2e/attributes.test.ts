import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { until } from '../../services/platform/testing/until.ts';
import { call, environment, read } from './api-client.ts';
import { axeFindings } from './browser/axe.ts';
import { findOverflow } from './browser/overflow.ts';
import { createStaff, signIn } from './browser/staff.ts';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import { adminSession, createProduct, type TestProduct } from './test-products.ts';

const { openPage } = useBrowser();
const own = randomUUID().slice(0, 6);
const origin = `Origin ${own}`;
const vegan = `Vegan ${own}`;
const energy = `Energy ${own}`;
const name = `Nougat${own}`;
let one: TestProduct;
let other: TestProduct;

const shop = (path: string): string => environment.STOREFRONT_URL + path;
const filters = (page: Page) => page.getByRole('complementary', { name: 'Filters' });
const isOnList = (page: Page, { title }: TestProduct) =>
  page.getByRole('region', { name: 'Products' }).getByRole('link', { name: title });

/** Waits until search has these products and no others for a query. */
async function isFound(query: string, products: readonly TestProduct[]): Promise<void> {
  const list = z.object({ items: z.array(z.object({ slug: z.string() })) });
  const slugs = products.map(({ slug }) => slug).toSorted();
  await until(
    async () => {
      const { items } = read(await call('GET', `/search?${query}`), 200, list);
      return JSON.stringify(items.map(({ slug }) => slug).toSorted()) === JSON.stringify(slugs);
    },
    { describe: `${query} finds ${slugs.join(', ')}`, timeoutMs: 60_000 },
  );
}

/** Says of a product what a merchant would in its form. */
async function describeProduct({ id }: TestProduct, attributes: object[]): Promise<void> {
  read(await call('PATCH', `/admin/products/${id}`, { attributes }, await adminSession()), 200, z.looseObject({}));
}

async function add(page: Page, type: string, label: string): Promise<ReturnType<Page['getByRole']>> {
  await page.getByRole('button', { name: 'Add attribute' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add an attribute' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill(label);
  await dialog.getByRole('combobox', { name: 'Type' }).click();
  await page.getByRole('option', { name: type, exact: true }).click();
  return dialog;
}

const row = (page: Page, label: string) => page.getByRole('listitem').filter({ hasText: label });

beforeAll(async () => {
  one = await createProduct({ name });
  other = await createProduct({ name });
});

describe('a merchant', () => {
  test('defines attributes, which Ctrl-K leads to, and says them of a product', async () => {
    const page = await openPage();
    await signIn(page);
    await page.goto(environment.ADMIN_URL);
    await page.getByRole('link', { name: 'Attributes' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /Search/ }).fill('attrib');
    await page.getByRole('option', { name: 'Attributes' }).click();
    await page.getByRole('heading', { name: 'Attributes', level: 1 }).waitFor();

    const choice = await add(page, 'Choice', origin);
    await choice.getByRole('textbox', { name: 'Value 1' }).fill('Itally');
    await page.keyboard.press('Enter');
    await choice.getByRole('textbox', { name: 'Value 2' }).fill('Peru');
    expect(await axeFindings(page)).toEqual([]);
    await choice.getByRole('button', { name: 'Add', exact: true }).click();
    await row(page, origin).getByText('Choice: Itally, Peru · a filter in the shop').waitFor();
    await (await add(page, 'Yes or no', vegan)).getByRole('button', { name: 'Add', exact: true }).click();
    await row(page, vegan).waitFor();
    const number = await add(page, 'Number', energy);
    await number.getByRole('textbox', { name: 'Unit' }).fill('kcal');
    await number.getByRole('button', { name: 'Add', exact: true }).click();
    await row(page, energy).getByText('Number: kcal').waitFor();

    await page.goto(`${environment.ADMIN_URL}/products/${one.id}`);
    await page.getByRole('combobox', { name: origin }).fill('ita');
    await page.getByRole('option', { name: 'Itally' }).click();
    await page.getByRole('combobox', { name: vegan }).click();
    await page.getByRole('option', { name: 'Yes' }).click();
    await page.getByRole('spinbutton', { name: energy }).fill('250.5');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/^Saved: /).waitFor();
    await page.reload();
    await page.getByRole('button', { name: 'Itally' }).waitFor();
    expect(await page.getByRole('spinbutton', { name: energy }).inputValue()).toBe('250.5');
    expect(pageErrors(page)).toEqual([]);
  });

  test('renames a value, which the product takes; deleting what a product has asks first', async () => {
    const page = await openPage({ screen: 'phone' });
    await signIn(page);
    await page.goto(`${environment.ADMIN_URL}/attributes`);
    await row(page, origin).getByRole('link', { name: '1 product' }).waitFor();
    await row(page, origin)
      .getByRole('button', { name: `Delete ${origin}` })
      .click();
    const asked = page.getByRole('dialog', { name: `Delete ${origin} and its values?` });
    await asked.getByRole('link', { name: '1 product uses' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await asked.getByRole('button', { name: `Keep ${origin}` }).click();
    await asked.waitFor({ state: 'detached' });
    expect(await findOverflow(page, 'phone')).toEqual([]);
    await row(page, origin)
      .getByRole('button', { name: `Change ${origin}` })
      .click();
    const dialog = page.getByRole('dialog', { name: `Change ${origin}` });
    await dialog.getByRole('textbox', { name: 'Value 1' }).fill('Italy');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await row(page, origin).getByText('Choice: Italy, Peru').waitFor();
    await row(page, origin)
      .getByRole('button', { name: `Change ${origin}` })
      .click();
    await dialog.getByRole('button', { name: 'Remove Italy' }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('1 product has Italy.').first().waitFor();
    await isFound(`q=${name}&attribute=${encodeURIComponent(`origin-${own}:itally`)}`, [one]);
  });

  test.each([['desktop'], ['phone']] as const)('filters products by an attribute and a value (%s)', async screen => {
    const page = await openPage({ screen });
    await signIn(page);
    await page.goto(`${environment.ADMIN_URL}/products`);
    const filter = page.getByRole('dialog', { name: 'Filter by Attribute' });
    const choose = async (label: string) => {
      await page.getByRole('button', { name: /^(Attribute|Origin|Energy)/ }).click();
      await filter.getByRole('combobox', { name: 'Attribute' }).click();
      await page.getByRole('option', { name: label }).click();
    };
    const listed = page.getByRole('link', { name: one.title });
    await choose(origin);
    expect(await axeFindings(page)).toEqual([]);
    expect(await findOverflow(page, screen)).toEqual([]);
    await filter.getByRole('radio', { name: 'Italy' }).click();
    await page.getByRole('button', { name: `${origin}: Italy` }).waitFor();
    await listed.waitFor();
    await choose(energy);
    await filter.getByRole('spinbutton', { name: 'From (kcal)' }).fill('300');
    await filter.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: `${energy}: 300 kcal and more` }).waitFor();
    await listed.waitFor({ state: 'detached' });
    await choose(energy);
    await filter.getByRole('spinbutton', { name: 'From (kcal)' }).fill('');
    await filter.getByRole('spinbutton', { name: 'To (kcal)' }).fill('251');
    await filter.getByRole('button', { name: 'Apply' }).click();
    await page.getByRole('button', { name: `${energy}: up to 251 kcal` }).waitFor();
    await listed.waitFor();
    expect(pageErrors(page)).toEqual([]);
  });

  test('who may not change products reads what is said of one', async () => {
    const page = await openPage();
    await signIn(page, await createStaff('support'));
    await page.goto(`${environment.ADMIN_URL}/products/${one.id}/show`);
    const energyField = page.getByRole('spinbutton', { name: energy });
    expect(await energyField.inputValue()).toBe('250.5');
    expect(await energyField.isEditable()).toBe(false);
    await page.getByText('Italy', { exact: true }).waitFor();
    await page.goto(`${environment.ADMIN_URL}/attributes`);
    await row(page, origin).waitFor();
    expect(await page.getByRole('button', { name: /^(Add|Change|Delete) / }).count()).toBe(0);
  });
});

describe('a shopper', () => {
  beforeAll(async () => {
    await describeProduct(other, [
      { key: `origin-${own}`, values: ['peru'] },
      { key: `energy-${own}`, number: 400 },
    ]);
    await isFound(`q=${name}&attribute=${encodeURIComponent(`energy-${own}:..`)}`, [one, other]);
  });

  test('reads them on the page of a product, without a script', async () => {
    const page = await openPage({ javaScript: false });
    await page.goto(shop(`/products/${one.slug}`));
    const details = page.getByRole('region', { name: 'Details' });
    const read = async (part: string) => (await details.locator(part).allTextContents()).join('|');
    expect(await read('dt')).toBe([energy, origin, vegan].join('|'));
    expect(await read('dd')).toBe('250.5 kcal|Italy|Yes');
    await page.goto(shop(`/compare?product=${one.slug}&product=${other.slug}`));
    await page.getByRole('row', { name: new RegExp(`${origin} Italy Peru`) }).waitFor();
  });

  test.each([true, false])(
    'filters a list by them, and takes each filter away again (script: %s)',
    async javaScript => {
      const page = await openPage({ javaScript });
      await page.goto(shop(`/search?q=${name}`));
      const region = (label: string) => filters(page).getByRole('region', { name: label });
      await region('Features').getByRole('link', { name: vegan }).click();
      await page.waitForURL(/attribute=/);
      await isOnList(page, other).waitFor({ state: 'detached' });
      await isOnList(page, one).waitFor();
      expect(await region(origin).getByRole('link').allTextContents()).toEqual(['Italy1']);
      await page.getByRole('link', { name: `Remove the filter: ${vegan}` }).click();
      await isOnList(page, other).waitFor();

      await region(origin).getByRole('link', { name: 'Peru' }).click();
      await isOnList(page, one).waitFor({ state: 'detached' });
      await region(origin).getByRole('link', { name: 'Italy' }).click();
      await isOnList(page, one).waitFor();
      await isOnList(page, other).waitFor();
      await page.getByRole('link', { name: `Remove the filter: ${origin}: Peru` }).waitFor();

      const range = region(`${energy} (kcal)`);
      expect(await range.getByRole('textbox', { name: 'To' }).getAttribute('placeholder')).toBe('400');
      await range.getByRole('textbox', { name: 'To' }).fill('300');
      await range.getByRole('button', { name: 'Go' }).click();
      await page.getByRole('link', { name: `Remove the filter: ${energy}: up to 300 kcal` }).waitFor();
      await isOnList(page, other).waitFor({ state: 'detached' });
      await isOnList(page, one).waitFor();
      await page.getByRole('link', { name: 'Clear all' }).click();
      await isOnList(page, other).waitFor();
      expect(new URL(page.url()).search).toBe(`?q=${name}`);
      expect(pageErrors(page)).toEqual([]);
    },
  );

  test('finds them in the sheet on a phone', async () => {
    const page = await openPage({ screen: 'phone' });
    await page.goto(shop(`/search?q=${name}`));
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    await filters(page).getByRole('link', { name: vegan }).click();
    await filters(page).getByRole('button', { name: 'Show 1 product' }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await findOverflow(page, 'phone')).toEqual([]);
    await filters(page).getByRole('button', { name: 'Show 1 product' }).click();
    await page.getByRole('button', { name: 'Filters · 1 on' }).waitFor();
    await isOnList(page, one).waitFor();
  });

  test('finds what is so by its word', async () => {
    await isFound(`q=${encodeURIComponent(`${name} ${vegan}`)}`, [one]);
  });
});

test('search engines read the attributes of a product, numbers with their unit', async () => {
  const page = await openPage();
  await page.goto(shop(`/products/${one.slug}`));
  const blocks = await page.locator('script[type="application/ld+json"]').allTextContents();
  const data = blocks
    .map(text => z.looseObject({}).parse(JSON.parse(text)))
    .find(block => block['@type'] === 'Product');
  expect(data?.additionalProperty).toEqual(
    expect.arrayContaining([
      { '@type': 'PropertyValue', name: origin, value: 'Italy' },
      { '@type': 'PropertyValue', name: energy, value: 250.5, unitText: 'kcal' },
    ]),
  );
});

test('a merchant deletes an attribute with what products have of it', async () => {
  const page = await openPage();
  await signIn(page);
  await page.goto(`${environment.ADMIN_URL}/attributes`);
  await row(page, energy)
    .getByRole('button', { name: `Delete ${energy}` })
    .click();
  const dialog = page.getByRole('dialog', { name: `Delete ${energy} and its values?` });
  await dialog.getByRole('button', { name: 'Delete with its values' }).click();
  await row(page, energy).waitFor({ state: 'detached' });
  await page.goto(`${environment.ADMIN_URL}/products/${one.id}`);
  await page.getByRole('combobox', { name: vegan }).waitFor();
  expect(await page.getByRole('spinbutton', { name: energy }).count()).toBe(0);
  expect(pageErrors(page)).toEqual([]);
});
