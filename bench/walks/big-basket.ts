import type { Locator } from 'playwright-core';
import { address } from '../../deploy/e2e/api-client.ts';
import {
  cards,
  isHydrated,
  payButton,
  showsQuantity,
  storefront,
  waitForConfirmation,
} from '../../deploy/e2e/shopper.ts';
import { until } from '../../services/platform/testing/until.ts';
import type { CountedPage } from './counted-page.ts';

/** How many different things are taken from each shelf, and from the results of each search. */
const SHELVES = 4;
const FROM_SHELF = 5;
const SEARCHES = ['milk', 'bread', 'cheese', 'yogurt', 'apple'] as const;
const FROM_SEARCH = 2;
const THINGS = SHELVES * FROM_SHELF + SEARCHES.length * FROM_SEARCH;
/** Of two things as many are bought, typed. */
const MANY = 21;
const MANY_TIMES = 2;
const EMAIL = 'ada@example.com';

/** The walk of a shopper on a phone who buys thirty different things, of two of them more than one. */
export async function walkBigBasket(counted: CountedPage): Promise<void> {
  const { page } = counted;
  const shelves = page.getByRole('navigation', { name: 'Shop' }).getByRole('link', { name: 'Shelves' });
  const search = page.getByRole('combobox', { name: 'Search the shop' });
  /** The links of the products in the cart. */
  const inCart = new Set<string>();
  let units = 0;

  /** Waits until the cart has as many things as were added. */
  const isCounted = () => page.getByRole('link', { name: `Cart ${units} in it` }).waitFor();
  const addOne = async (card: Locator): Promise<void> => {
    const choose = card.getByRole('button', { name: /^Choose: / });
    units += 1;
    if ((await choose.count()) === 0) return counted.press(card.getByRole('button', { name: /^Add / }));
    await counted.press(choose);
    const sheet = page.getByRole('region', { name: /^Choose: / });
    await counted.press(sheet.getByRole('button', { name: /^Add / }).first());
    await counted.press(sheet.getByRole('button', { name: 'Close' }));
  };
  /** Adds one of each of the first things of the list that are not in the cart yet. */
  const addFromCards = async (count: number): Promise<void> => {
    await isHydrated(page);
    const items = page.getByRole('list', { name: 'Products', exact: true }).locator(':scope > li');
    for (let at = 0, added = 0; added < count; at += 1) {
      const card = items.nth(at);
      const link = (await card.getByRole('link').first().getAttribute('href')) ?? '';
      const isOffered = (await card.getByRole('button', { name: /^(Add|Choose:) / }).count()) > 0;
      if (!isOffered || inCart.has(link)) continue;
      await addOne(card);
      inCart.add(link);
      added += 1;
    }
    await isCounted();
  };

  await counted.step('open the shop', async () => {
    await counted.open(storefront);
    await isHydrated(page);
  });
  await counted.step(`add ${SHELVES * FROM_SHELF} things from ${SHELVES} shelves`, async () => {
    for (let shelf = 0; shelf < SHELVES; shelf += 1) {
      if (shelf > 0) await counted.press(shelves);
      if (shelf > 0) await page.waitForURL('**/categories');
      await counted.press(page.locator('main a[href^="/categories/"]:has(> span)').nth(shelf));
      await page.waitForURL('**/categories/*');
      await addFromCards(FROM_SHELF);
    }
  });
  await counted.step(`add ${SEARCHES.length * FROM_SEARCH} things from ${SEARCHES.length} searches`, async () => {
    for (const words of SEARCHES) {
      await counted.type(search, words);
      await counted.key('Enter');
      await page.waitForURL(`**/search?q=${words}`);
      await addFromCards(FROM_SEARCH);
    }
  });
  await counted.step(`open the cart, and take ${MANY} of ${MANY_TIMES} things`, async () => {
    await counted.press(page.getByRole('link', { name: /^Cart / }));
    const lines = page.getByRole('list', { name: 'In your cart' }).getByRole('listitem');
    await until(async () => (await lines.count()) === THINGS, { describe: `the cart has ${THINGS} things` });
    for (let line = 0; line < MANY_TIMES; line += 1) {
      await counted.type(lines.nth(line).getByLabel(/^Quantity of /), String(MANY));
      await counted.key('Enter');
    }
    units += MANY_TIMES * (MANY - 1);
    await isCounted();
    for (let line = 0; line < MANY_TIMES; line += 1) await showsQuantity(lines.nth(line), '', String(MANY));
  });
  await counted.step('check out, with an address', async () => {
    await counted.press(page.getByRole('link', { name: 'Check out' }));
    await page.getByText(`${units} things`).waitFor();
    await counted.type(page.getByLabel('E-mail'), EMAIL);
    await counted.select(page.getByLabel('Country'), address.country);
    await counted.type(page.getByLabel('Full name'), address.name);
    await counted.type(page.getByLabel('Street and number'), address.line1);
    await counted.type(page.getByLabel('Postal code'), address.postalCode);
    await counted.type(page.getByLabel('Town or city'), address.city);
    await counted.press(payButton(page));
    await page.getByLabel('Card number', { exact: true }).waitFor();
  });
  await counted.step('pay by card', async () => {
    await counted.type(page.getByLabel('Card number', { exact: true }), cards.good);
    await counted.type(page.getByLabel('Expiry', { exact: true }), '1240');
    await counted.type(page.getByLabel('CVC', { exact: true }), '123');
    await counted.type(page.getByLabel('Name on card', { exact: true }), address.name);
    await counted.press(payButton(page));
    await waitForConfirmation(page);
  });
}
