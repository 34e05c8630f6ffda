import type { Locator, Page } from 'playwright-core';
import { formatMoney } from '../../look/money.ts';
import { until } from '../../services/platform/testing/until.ts';
import { address, environment } from './api-client.ts';
import type { TestProduct } from './test-products.ts';

export const storefront = environment.STOREFRONT_URL;

export const cards = {
  good: '4242424242424242',
  threeDSecure: '4000002500003155',
  noFunds: '4000000000009995',
} as const;

/** An amount in cents as the pages show it. */
export const formatUsd = (cents: number): string => formatMoney({ amount: cents, currency: 'USD' });

/**
 * Waits until the script of a page of the shop runs: then the count is beside the cart. What is pressed before does
 * what it does without a script.
 */
export const isHydrated = (page: Page): Promise<void> =>
  page
    .getByRole('link', { name: /^Cart (is empty|\d+ in it)/ })
    .first()
    .waitFor();

/** Adds a product to the cart on its page; the cart's drawer opens. */
export async function addToCart(page: Page, { slug, title }: TestProduct): Promise<void> {
  await page.goto(`${storefront}/products/${slug}`);
  await isHydrated(page);
  await page.getByRole('button', { name: 'Add to cart' }).click();
  await page.getByRole('dialog', { name: 'Your cart' }).getByRole('link', { name: title }).waitFor();
}

/** Goes from the open cart to the checkout and fills it in. */
export async function fillCheckout(page: Page, email: string): Promise<void> {
  await page.getByRole('link', { name: 'Check out' }).click();
  await page.getByRole('heading', { name: 'Checkout', level: 1 }).waitFor();
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Country').selectOption(address.country);
  await page.getByLabel('Full name').fill(address.name);
  await page.getByLabel('Street and number').fill(address.line1);
  await page.getByLabel('Postal code').fill(address.postalCode);
  await page.getByLabel('Town or city').fill(address.city);
}

/** Waits until a cart shows this quantity of a thing. */
export async function showsQuantity(within: Locator, title: string, quantity: string): Promise<void> {
  const field = within.getByLabel(`Quantity of ${title}`);
  await until(async () => (await field.inputValue()) === quantity, {
    describe: `the quantity of ${title} is ${quantity}`,
  });
}

export const payButton = (page: Page) => page.getByRole('button', { name: /^Pay / });

/** Goes from the cart to the hosted payment page. */
export async function goToPayment(page: Page, email: string): Promise<void> {
  await fillCheckout(page, email);
  await payButton(page).click();
  await page.getByLabel('Card number', { exact: true }).waitFor();
}

/** Fills in the hosted payment page. */
export async function fillCard(page: Page, card: string): Promise<void> {
  await page.getByLabel('Card number', { exact: true }).fill(card);
  await page.getByLabel('Expiry', { exact: true }).fill('12 / 40');
  await page.getByLabel('CVC', { exact: true }).fill('123');
  await page.getByLabel('Name on card', { exact: true }).fill(address.name);
}

/** Pays on the hosted payment page. */
export async function payWith(page: Page, card: string): Promise<void> {
  await fillCard(page, card);
  await payButton(page).click();
}

/** Waits for the order page of a paid order. */
export async function waitForConfirmation(page: Page): Promise<void> {
  await page.waitForURL(`${storefront}/orders/**`);
  await page.getByRole('heading', { name: /^(Thank you, Ada|On its way|Delivered)$/, level: 1 }).waitFor();
}
