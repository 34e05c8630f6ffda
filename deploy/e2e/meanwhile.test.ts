import { describe, expect, test } from '@jest/globals';
import { useBrowser } from './browser/open.ts';
import { addStock, type Goods, newGoods, ordersOf, setPrice } from './goods.ts';
import { call, newCart, newEmail, newKey, purchase, read, shapes } from './outside.ts';
import {
  cards,
  fillCheckout,
  goToPayment,
  payButton,
  payWith,
  putIntoCart,
  shown,
  storefront,
  thanked,
} from './shopper.ts';

const { visit } = useBrowser();

/** Somebody else buys, through the API. */
async function buyElsewhere({ sku }: Goods, quantity = 1): Promise<void> {
  const cart = await newCart({ sku, quantity });
  read(
    await call('POST', '/checkout', purchase(cart.id, { paymentMethod: 'pm_card_visa' }), newKey()),
    201,
    shapes.checkout,
  );
}

describe('while somebody fills in the checkout', () => {
  test('a price changes: Pay tells the old and the new one and buys nothing; pressed again it buys at the new one', async () => {
    const goods = await newGoods({ price: 500 });
    const page = await visit();
    const email = newEmail();
    await putIntoCart(page, goods);
    await fillCheckout(page, email);
    await setPrice(goods, 650);
    await payButton(page).click();
    await page.getByText('A price changed since you saw it.').waitFor();
    await page.getByText(`${goods.title}: ${shown(500)} → ${shown(650)}`).waitFor();
    expect(await ordersOf(email)).toEqual([]);
    expect(await page.getByLabel('Street and number').inputValue()).toBe('1 Analytical Way');
    await payButton(page).click();
    await payWith(page, cards.good);
    await thanked(page);
    const [order] = await ordersOf(email);
    await page
      .getByText(shown(order?.totals.total.amount ?? 0))
      .first()
      .waitFor();
    expect(await page.getByText(shown(650)).count()).toBeGreaterThan(0);
  });

  test('somebody else buys the last one: nothing is charged, and the page says how to go on', async () => {
    const goods = await newGoods({ stock: 1 });
    const other = await newGoods();
    const page = await visit();
    const email = newEmail();
    await putIntoCart(page, goods);
    await putIntoCart(page, other);
    await fillCheckout(page, email);
    await buyElsewhere(goods);
    await payButton(page).click();
    await page.getByText('Meanwhile someone else was quicker. Nothing was charged.').waitFor();
    expect(await ordersOf(email)).toEqual([]);
    await page.getByRole('button', { name: 'Go on without it' }).click();
    await page.getByText('Meanwhile someone else was quicker').waitFor({ state: 'detached' });
    await payButton(page).click();
    await payWith(page, cards.good);
    await thanked(page);
    expect(await page.getByText(other.title).count()).toBeGreaterThan(0);
    expect(await page.getByText(goods.title).count()).toBe(0);
  });

  test('who is on the payment page has the last one held: somebody else is told that there is none', async () => {
    const goods = await newGoods({ stock: 1 });
    const page = await visit();
    await putIntoCart(page, goods);
    await goToPayment(page, newEmail());
    const other = await visit();
    await other.goto(`${storefront}/products/${goods.slug}`);
    await other.getByRole('button', { name: 'Back soon' }).waitFor();
    await payWith(page, cards.good);
    await thanked(page);
  });
});

/**
 * The bound of the shop: what somebody in the office changes is on the open page, and on any page opened anew, so soon.
 */
const SOON = { timeout: 2_000 };

describe('a product page that stands open, two seconds after', () => {
  const opened = async (goods: Goods) => {
    const page = await visit();
    await page.goto(`${storefront}/products/${goods.slug}`);
    await page.getByText(shown(goods.price), { exact: true }).first().waitFor();
    const anew = async () => (await fetch(`${storefront}/products/${goods.slug}`)).text();
    return { page, anew };
  };

  test('a new price shows it', async () => {
    const goods = await newGoods({ price: 500 });
    const { page, anew } = await opened(goods);
    await setPrice(goods, 725);
    await page.getByText(shown(725), { exact: true }).first().waitFor(SOON);
    expect(await anew()).toContain(shown(725));
  });

  test('a change of the stock shows what is left, and that it is back', async () => {
    const goods = await newGoods({ stock: 20 });
    const { page, anew } = await opened(goods);
    await page.getByText('In stock', { exact: true }).waitFor();
    await addStock(goods.sku, -17);
    await page.getByText('3 left', { exact: true }).waitFor(SOON);
    expect(await anew()).toContain('3 left');
    await addStock(goods.sku, -3);
    await page.getByRole('button', { name: 'Back soon' }).waitFor(SOON);
    await addStock(goods.sku, 5);
    await page.getByRole('button', { name: 'Add to cart' }).waitFor(SOON);
  });

  test('somebody else buying one shows one less', async () => {
    const goods = await newGoods({ stock: 4 });
    const { page } = await opened(goods);
    await page.getByText('4 left', { exact: true }).waitFor();
    await buyElsewhere(goods);
    await page.getByText('3 left', { exact: true }).waitFor(SOON);
  });
});
