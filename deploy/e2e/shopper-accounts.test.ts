import { randomUUID } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { until } from '../../services/platform/testing/until.ts';
import { call, checkoutRequest, createCart, mailsTo, newEmail, newKey, read, shapes } from './api-client.ts';
import { pageErrors, useBrowser } from './browser/use-browser.ts';
import { storefront } from './shopper.ts';
import { createProduct } from './test-products.ts';

/** What shoppers do about their own account, from the sign-up on. */
const { openPage } = useBrowser();

interface Shopper {
  email: string;
  password: string;
}
const newShopper = (): Shopper => ({ email: newEmail(), password: `three quiet rivers ${randomUUID()}` });
const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

/** The link to a page of the account in the last mail to this address. */
async function linkTo(email: string, path: string): Promise<string> {
  const link = new RegExp(`${storefront}/account/${path}\\?token=\\S+`);
  return until(async () => (await mailsTo(email)).map(({ text }) => link.exec(text)?.[0]).findLast(Boolean), {
    describe: `the mail with a link to ${path}`,
    timeoutMs: 30_000,
  });
}

/** The text of the mail that tells an address what happened to its account. */
function noticeTo(email: string, words: string): Promise<string> {
  return until(async () => (await mailsTo(email)).find(({ subject }) => subject.includes(words))?.text, {
    describe: `the mail to ${email}: ${words}`,
    timeoutMs: 30_000,
  });
}

async function signUp(page: Page, { email, password }: Shopper): Promise<void> {
  await page.goto(`${storefront}/account`);
  await page.getByRole('link', { name: 'Create an account' }).click();
  await page.getByLabel('Name').fill('Ada Shopper');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Create the account' }).click();
  await heading(page, 'Your account').waitFor();
}

/** Fills in the sign-in that a page shows to nobody. */
async function signIn(page: Page, { email, password }: Shopper): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Waits until a browser is signed out, as gateways believe a session for some seconds more. */
const isSignedOut = (page: Page) =>
  until(
    async () => {
      await page.goto(`${storefront}/account`);
      return page.getByRole('button', { name: 'Sign in' }).isVisible();
    },
    { describe: 'the session of before is over', timeoutMs: 20_000 },
  );

/** A form of the account page that is unfolded by the words before it. */
async function unfold(page: Page, words: string, form: string) {
  await page.locator('summary', { hasText: words }).click();
  return page.locator(`form[action="/account/forms/${form}"]`);
}

describe.each([true, false])('a shopper (script: %s)', javaScript => {
  test('confirms the address by the link of a mail, in any browser, and sees what they ordered as a guest', async () => {
    const shopper = newShopper();
    const { sku } = await createProduct({ name: 'Chair' });
    const cart = await createCart({ sku, quantity: 1 });
    const request = checkoutRequest(cart.id, { paymentMethod: 'pm_card_visa', email: shopper.email });
    const order = read(await call('POST', '/checkout', request, newKey()), 201, shapes.checkout);

    const page = await openPage({ screen: 'phone', javaScript });
    await signUp(page, shopper);
    await page.getByText('not confirmed').waitFor();
    await page.getByRole('button', { name: 'Send it again' }).click();
    await page.getByText('We have just written to you').waitFor();
    await page.getByRole('link', { name: 'Your orders' }).click();
    await page.getByText('Nothing yet').waitFor();
    await page.goto(`${storefront}/orders/${order.orderId}`);
    await heading(page, 'This order cannot be opened here').waitFor();

    const elsewhere = await openPage({ javaScript });
    await elsewhere.goto(await linkTo(shopper.email, 'confirm-address'));
    expect(elsewhere.url()).toBe(`${storefront}/account/confirm-address`);
    await signIn(elsewhere, { ...shopper, password: 'a wrong password' });
    await elsewhere.getByRole('alert').filter({ hasText: 'The e-mail address or the password is wrong' }).waitFor();
    await signIn(elsewhere, shopper);
    await elsewhere.getByText(shopper.email).waitFor();
    await elsewhere.getByRole('button', { name: 'Confirm it' }).click();
    await elsewhere.getByText('Your address is confirmed').waitFor();

    await until(
      async () => {
        await page.goto(`${storefront}/account/orders`);
        return page.getByRole('list', { name: 'Orders' }).isVisible();
      },
      { describe: 'the order is listed', timeoutMs: 20_000 },
    );
    await page.getByRole('list', { name: 'Orders' }).getByRole('link').click();
    await page.getByRole('button', { name: 'Order the same again' }).waitFor();
    expect(page.url()).toBe(`${storefront}/orders/${order.orderId}`);
    expect([...pageErrors(page), ...pageErrors(elsewhere)]).toEqual([]);
  });

  test('replaces a forgotten password by the link of a mail, once, which ends all sessions', async () => {
    const shopper = newShopper();
    const there = await openPage({ javaScript });
    await signUp(there, shopper);
    const page = await openPage({ screen: 'phone', javaScript });
    await page.goto(`${storefront}/account`);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByLabel('E-mail').fill(shopper.email);
    await page.getByRole('button', { name: 'Send me the link' }).click();
    await page.getByText('a mail is on its way').waitFor();

    const link = await linkTo(shopper.email, 'new-password');
    await page.goto(link);
    expect(page.url()).toBe(`${storefront}/account/new-password`);
    await page.getByLabel('New password').fill('password1234');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText(/This password is easy to guess/).waitFor();
    const password = `five green harbours ${randomUUID()}`;
    await page.getByLabel('New password').fill(password);
    await page.getByRole('button', { name: 'Change the password' }).click();
    await page.getByText('Your password is changed').waitFor();
    await signIn(page, { ...shopper, password });
    await heading(page, 'Your account').waitFor();
    await page.goto(link);
    await heading(page, 'This link works no more').waitFor();
    await isSignedOut(there);
    expect(await noticeTo(shopper.email, 'was changed')).not.toContain(password);
  });

  test('asks for a new password in the same words whether there is such an account', async () => {
    const page = await openPage({ javaScript });
    await page.goto(`${storefront}/account/forgotten-password`);
    const email = newEmail();
    await page.getByLabel('E-mail').fill(email);
    await page.getByRole('button', { name: 'Send me the link' }).click();
    await page.getByText(`If there is an account with ${email}, a mail is on its way.`).waitFor();
  });

  test('changes the address with the password and the link to the new one; the old one is notified', async () => {
    const shopper = newShopper();
    const page = await openPage({ javaScript });
    await signUp(page, shopper);
    const other = newEmail();
    const form = await unfold(page, 'Change the address', 'address');
    await form.getByLabel('New e-mail').fill(other);
    await form.getByLabel('Password').fill('a wrong password');
    await form.getByRole('button').click();
    await page.getByText('This password is wrong').waitFor();
    expect(await form.getByLabel('New e-mail').inputValue()).toBe(other);
    await form.getByLabel('Password').fill(shopper.password);
    await form.getByRole('button').click();
    await page.getByText(`${other} is to be your address`).waitFor();
    await page.goto(await linkTo(other, 'confirm-address'));
    await page.getByRole('button', { name: 'Confirm it' }).click();
    await page.getByText('Your address is confirmed').waitFor();
    await page.getByText(other).waitFor();
    expect(await noticeTo(shopper.email, 'another address')).not.toContain(other);
  });

  test('signs out everywhere else, changes name and password, which a mail says, and deletes nothing with a wrong one', async () => {
    const shopper = newShopper();
    const page = await openPage({ javaScript });
    await signUp(page, shopper);
    const there = await openPage({ javaScript });
    await there.goto(`${storefront}/account`);
    await signIn(there, shopper);
    await heading(there, 'Your account').waitFor();
    await page.reload();
    expect(await page.getByRole('list', { name: 'Where you are signed in' }).getByRole('listitem').count()).toBe(2);
    await page.getByRole('button', { name: 'Sign out everywhere else' }).click();
    await page.getByText('You are signed out there').waitFor();
    await isSignedOut(there);

    const name = await unfold(page, 'Change the name', 'name');
    await name.getByLabel('Name').fill('Ada Lovelace');
    await name.getByRole('button').click();
    await page.getByText('Your name is changed').waitFor();
    const password = await unfold(page, 'Change the password', 'password');
    await password.getByLabel('Present password').fill(shopper.password);
    const newPassword = `five green harbours ${randomUUID()}`;
    await password.getByLabel('New password').fill(newPassword);
    await password.getByRole('button').click();
    await page.getByText('Your password is changed').waitFor();
    const notice = await noticeTo(shopper.email, 'was changed');
    expect(notice).toContain(`\n${storefront}/account/forgotten-password\n`);
    expect(notice).not.toContain(newPassword);
    const deletion = await unfold(page, 'Delete my account', 'deletion');
    await deletion.getByLabel('Password').fill(shopper.password);
    await deletion.getByRole('button').click();
    await page.getByText('This password is wrong').waitFor();
    expect(pageErrors(page)).toEqual([]);
  });
});

test('a shopper who deletes the account is signed out and notified, and the address is free for another one', async () => {
  const shopper = newShopper();
  const page = await openPage();
  await signUp(page, shopper);
  const form = await unfold(page, 'Delete my account', 'deletion');
  await form.getByLabel('Password').fill(shopper.password);
  await form.getByRole('button').click();
  await page.getByText('Your account is deleted').waitFor();
  expect(await noticeTo(shopper.email, 'was deleted')).toContain(`${storefront}/help/contact`);
  await signIn(page, shopper);
  await page.getByText('The e-mail address or the password is wrong').waitFor();
  await signUp(page, shopper);
});

test('an address that has an account is not signed up with again', async () => {
  const shopper = newShopper();
  const page = await openPage();
  await signUp(page, shopper);
  const other = await openPage();
  await other.goto(`${storefront}/account/sign-up`);
  await other.getByLabel('Name').fill('Eve');
  await other.getByLabel('E-mail').fill(shopper.email);
  await other.getByLabel('Password').fill(`five green harbours ${randomUUID()}`);
  await other.getByRole('button', { name: 'Create the account' }).click();
  await other.getByText('There is an account with this address').waitFor();
});

test('a page of another site submits no form of the account', async () => {
  for (const form of ['sign-in', 'sign-up', 'address', 'deletion', 'confirm-address']) {
    const response = await fetch(`${storefront}/account/forms/${form}`, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'email=a@example.com',
      redirect: 'manual',
    });
    expect(response.status).toBe(403);
  }
  const unknown = await fetch(`${storefront}/account/forms/constructor`, { method: 'POST', body: new FormData() });
  expect(unknown.status).toBe(404);
});
