import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type Stripe from 'stripe';
import { findBrowser } from '../browser.ts';
import { listen, type RunningSandbox, startSandbox } from './testing/sandbox.ts';

/** The hosted payment page in a real browser. */
let shop: Server;
let shopUrl: string;
let sandbox: RunningSandbox;
let browser: Browser;
beforeAll(async () => {
  shop = createServer((request, response) => {
    const title = request.url?.startsWith('/paid') ? 'Thank you' : 'Your cart';
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<title>Shop</title><h1>${title}</h1>`);
  });
  shopUrl = `http://127.0.0.1:${await listen(shop)}`;
  sandbox = await startSandbox();
  browser = await chromium.launch({ executablePath: await findBrowser(), args: ['--no-sandbox'] });
});
afterAll(async () => {
  await browser?.close();
  await sandbox?.stop();
  shop?.close();
});

let context: BrowserContext;
let page: Page;
const complaints: string[] = [];
const openContext = async (options: Parameters<Browser['newContext']>[0] = {}) => {
  context = await browser.newContext({ locale: 'en-US', ...options });
  page = await context.newPage();
  page.setDefaultTimeout(40_000);
  page.on('pageerror', error => complaints.push(error.message));
  page.on('console', message => message.text().includes('Content Security Policy') && complaints.push(message.text()));
};
beforeEach(async () => {
  complaints.length = 0;
  await openContext();
});
afterEach(async () => {
  await context.close();
  expect(complaints).toEqual([]);
});

async function openCheckout(more: Partial<Stripe.Checkout.SessionCreateParams> = {}): Promise<Stripe.Checkout.Session> {
  const session = await sandbox.stripe.checkout.sessions.create({
    mode: 'payment',
    line_items: [
      { quantity: 2, price_data: { currency: 'eur', unit_amount: 1990, product_data: { name: 'Linen <shirt>' } } },
    ],
    success_url: `${shopUrl}/paid?session={CHECKOUT_SESSION_ID}`,
    cancel_url: `${shopUrl}/cart`,
    branding_settings: { display_name: 'Harbour & Co' },
    ...more,
  });
  await page.goto(session.url ?? '');
  return session;
}

const field = (label: string) => page.getByLabel(label, { exact: true });
const payButton = () => page.getByRole('button', { name: /^Pay / });
const errorOf = (label: string) =>
  field(label).evaluate(input => input.closest('.field')?.querySelector('.field-error')?.textContent ?? '');

async function fill(number: string): Promise<void> {
  if (await field('Email').isEditable()) await field('Email').fill('jenny@example.com');
  await field('Card number').fill(number);
  await field('Expiry').fill('12 / 40');
  await field('CVC').fill('123');
  await field('Name on card').fill('Jenny Rosen');
}

async function payWith(number: string): Promise<void> {
  await fill(number);
  await payButton().click();
}

const thanked = () => page.getByRole('heading', { name: 'Thank you' }).waitFor();

async function chargesOf(session: Stripe.Checkout.Session): Promise<Stripe.Charge[]> {
  const { payment_intent } = await sandbox.stripe.checkout.sessions.retrieve(session.id);
  return payment_intent === null
    ? []
    : (await sandbox.stripe.charges.list({ payment_intent: String(payment_intent) })).data;
}

test('shows what is bought, takes the card and brings the shopper back', async () => {
  const session = await openCheckout({ customer_email: 'jenny@example.com' });
  expect(await page.title()).toBe('Pay €39.80 · Harbour & Co');
  await page.getByText('Linen <shirt> × 2').waitFor();
  expect(await field('Email').inputValue()).toBe('jenny@example.com');
  await payWith('4242424242424242');
  await thanked();
  expect(page.url()).toBe(`${shopUrl}/paid?session=${session.id}`);
  expect(await sandbox.stripe.checkout.sessions.retrieve(session.id)).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
  });
});

test('browsers know which field is which', async () => {
  await openCheckout();
  const names = await page
    .locator('input:not([type=hidden])')
    .evaluateAll(inputs => inputs.map(input => input.getAttribute('autocomplete')));
  expect(names).toEqual(['email', 'cc-number', 'cc-exp', 'cc-csc', 'cc-name']);
});

test('digits are grouped as they are typed, also for American Express', async () => {
  await openCheckout();
  await field('Card number').pressSequentially('378282246310005');
  await field('Expiry').pressSequentially('440');
  expect(await field('Card number').inputValue()).toBe('3782 822463 10005');
  expect(await field('Expiry').inputValue()).toBe('04 / 40');
  await page.getByText('Amex', { exact: true }).waitFor();
});

test('errors are shown beside their fields, and disappear when they are corrected', async () => {
  await openCheckout();
  await field('Email').fill('jenny');
  await field('Card number').pressSequentially('4242424242424241');
  await field('Expiry').pressSequentially('0120');
  await payButton().click();
  expect(await errorOf('Email')).toBe('This email looks incomplete.');
  expect(await errorOf('Card number')).toBe('Your card number is incorrect.');
  expect(await errorOf('Expiry')).toBe("Your card's expiration date is in the past.");
  expect(await errorOf('CVC')).toBe('Enter the security code.');
  expect(await errorOf('Name on card')).toBe('Enter the name on the card.');
  expect(await field('Email').evaluate(input => input === document.activeElement)).toBe(true);
  await field('Card number').fill('4242424242424242');
  expect(await errorOf('Card number')).toBe('');
});

test('a declined card is explained, and another one pays', async () => {
  const session = await openCheckout();
  await payWith('4000000000009995');
  await page.getByRole('alert').getByText('Your card has insufficient funds. Try another card.').waitFor();
  expect(await field('CVC').inputValue()).toBe('');
  expect(await field('Name on card').inputValue()).toBe('Jenny Rosen');
  await payWith('4000000000000127');
  await page.getByText("Your card's security code is incorrect.").waitFor();
  await payWith('5555555555554444');
  await thanked();
  expect((await chargesOf(session)).map(charge => charge.status)).toEqual(['succeeded', 'failed', 'failed']);
});

describe('3D Secure', () => {
  test('approved, the payment goes through', async () => {
    await openCheckout();
    await payWith('4000002760003184');
    await page.getByText('Visa •••• 3184').waitFor();
    await page.getByText('Harbour & Co', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Approve payment' }).click();
    await thanked();
  });

  test('refused, the shopper is back at the form and pays otherwise', async () => {
    const session = await openCheckout();
    await payWith('4000002760003184');
    await page.getByRole('button', { name: 'Refuse' }).click();
    await page.getByRole('alert').getByText('Your bank could not confirm that it is you.').waitFor();
    expect(await chargesOf(session)).toEqual([]);
    await payWith('4242424242424242');
    await thanked();
  });

  test('left with the back button, the form takes another card, and the old question is void', async () => {
    const session = await openCheckout();
    await payWith('4000002760003184');
    await page.getByRole('button', { name: 'Approve payment' }).waitFor();
    const question = page.url();
    await page.goBack();
    await payWith('4242424242424242');
    await thanked();
    await page.goto(question);
    await page.getByRole('heading', { name: 'All done' }).waitFor();
    expect(await chargesOf(session)).toHaveLength(1);
  });
});

describe('paying once', () => {
  test('however fast the button is pressed', async () => {
    const session = await openCheckout();
    await fill('4242424242424242');
    await payButton().dblclick();
    await thanked();
    expect(await chargesOf(session)).toHaveLength(1);
  });

  test('when the answer is lost and Pay is pressed again', async () => {
    const session = await openCheckout();
    await page.route(
      '**/c/pay/**',
      async route => {
        await route.fetch();
        await route.abort();
      },
      { times: 1 },
    );
    await payWith('4242424242424242');
    await page.getByRole('alert').getByText('you will not be charged twice').waitFor();
    await payButton().click();
    await thanked();
    expect(await chargesOf(session)).toHaveLength(1);
  });

  test('going back afterwards shows that it is paid', async () => {
    const session = await openCheckout();
    await payWith('4242424242424242');
    await thanked();
    await page.goBack();
    await page.getByRole('heading', { name: 'Already paid' }).waitFor();
    await page.getByRole('link', { name: 'See your order' }).click();
    await thanked();
    expect(await chargesOf(session)).toHaveLength(1);
  });
});

test('the shopper can go back to the shop', async () => {
  await openCheckout();
  await page.getByRole('link', { name: 'Back to Harbour & Co' }).click();
  await page.getByRole('heading', { name: 'Your cart' }).waitFor();
});

test('a test card is filled in with one press', async () => {
  await openCheckout();
  await page.getByText('Test cards').click();
  await page.getByRole('button', { name: /4242 4242 4242 4242/ }).click();
  await payButton().click();
  await thanked();
});

test('an expired checkout says so and leads back to the shop', async () => {
  const session = await openCheckout();
  await sandbox.stripe.checkout.sessions.expire(session.id);
  await payWith('4242424242424242');
  await page.getByRole('heading', { name: 'This checkout has expired' }).waitFor();
  expect(await chargesOf(session)).toEqual([]);
  await page.getByRole('link', { name: 'Back to Harbour & Co' }).click();
  await page.getByRole('heading', { name: 'Your cart' }).waitFor();
});

test('everything works without JavaScript', async () => {
  await context.close();
  await openContext({ javaScriptEnabled: false });
  const session = await openCheckout();
  await payButton().click();
  await page.getByText('Enter your card number.').waitFor();
  await payWith('4000000000000069');
  await page.getByText('Your card has expired.').waitFor();
  expect(await field('Name on card').inputValue()).toBe('Jenny Rosen');
  await payWith('4000002760003184');
  await page.getByRole('button', { name: 'Approve payment' }).click();
  await thanked();
  expect((await chargesOf(session)).map(charge => charge.status)).toEqual(['succeeded', 'failed']);
});

test('the keyboard alone is enough, and the focus can be seen', async () => {
  await openCheckout();
  await field('Email').focus();
  for (const typed of ['jenny@example.com', '4242424242424242', '1240', '123', 'Jenny Rosen']) {
    await page.keyboard.type(typed);
    await page.keyboard.press('Tab');
  }
  expect(
    await payButton().evaluate(button => button === document.activeElement && getComputedStyle(button).outlineStyle),
  ).toBe('solid');
  await page.keyboard.press('Enter');
  await thanked();
});

test.each([320, 390, 1280])('nothing is cut off at %d pixels', async width => {
  await page.setViewportSize({ width, height: 800 });
  const name = 'An unusually long product name that does not stop where one would expect it to stop';
  await openCheckout({
    line_items: [{ quantity: 3, price_data: { currency: 'eur', unit_amount: 12_345_678, product_data: { name } } }],
  });
  await page.getByText('Test cards').click();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth)).toBe(
    true,
  );
});
