import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { until } from '../../services/platform/testing/until.ts';
import { environment, mailsTo } from './api-client.ts';
import { axeFindings } from './browser/axe.ts';
import { type Staff, signIn } from './browser/staff.ts';
import { useBrowser } from './browser/use-browser.ts';

/** From the invitation of a member of staff on: what they and the admin do about their account. */
const { openPage } = useBrowser();
const consoleUrl = environment.ADMIN_URL;
const newPerson = () => ({ name: 'Petra Novak', email: `petra-${randomUUID()}@covenant.example` });

/** The link in the last mail to this address about it. */
async function linkTo(email: string, page: string): Promise<string> {
  const link = new RegExp(`${consoleUrl}/${page}#\\S+`);
  return until(async () => (await mailsTo(email)).map(({ text }) => link.exec(text)?.[0]).findLast(Boolean), {
    describe: `the mail with a link to ${page}`,
    timeoutMs: 30_000,
  });
}

async function openAsAdmin(path: string): Promise<Page> {
  const page = await openPage();
  await signIn(page);
  await page.goto(consoleUrl + path);
  return page;
}

/** Invites somebody in the console. @returns the page of the admin, on the page of the person */
async function invite({ name, email }: { name: string; email: string }): Promise<Page> {
  const page = await openAsAdmin('/staff/create');
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('Email').fill(email);
  await page.getByRole('checkbox', { name: /^Support/ }).check();
  await page.getByRole('button', { name: 'Send invitation' }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await page.getByText('Invited; the link in the mail works until').waitFor();
  return page;
}

async function signInByForm({ email, password }: Staff): Promise<Page> {
  const page = await openPage();
  await page.goto(consoleUrl);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  return page;
}

test('somebody who is invited chooses a password by the link of a mail, once, and signs in with it', async () => {
  const person = newPerson();
  const password = `three quiet rivers ${randomUUID()}`;
  const admin = await invite(person);

  const page = await openPage();
  const link = await linkTo(person.email, 'accept-invitation');
  await page.goto(link);
  await page.getByText(`Choose a password, ${person.name}.`).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByLabel('New password').fill('password1234');
  await page.getByRole('button', { name: 'Choose password and sign in' }).click();
  await page.getByText(/easy to guess/).waitFor();
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Choose password and sign in' }).click();
  const menu = page.getByRole('navigation', { name: 'Main' });
  await menu.getByRole('link', { name: 'Orders', exact: true }).waitFor();
  expect(await menu.getByRole('link', { name: 'Staff', exact: true }).count()).toBe(0);

  await admin.reload();
  await admin.getByText('May sign in').waitFor();
  await admin.getByText('accepted the invitation').waitFor();
  const stranger = await openPage();
  await stranger.goto(link);
  await stranger.getByText('This link does not work any more').waitFor();
  const again = await signInByForm({ email: person.email, password });
  await again.getByRole('navigation', { name: 'Main' }).waitFor();
});

test('an invitation can be sent again, which ends the first link, and be withdrawn', async () => {
  const person = newPerson();
  const admin = await invite(person);
  const first = await linkTo(person.email, 'accept-invitation');
  await admin.getByRole('button', { name: 'Send again' }).click();
  await admin.getByText(`on its way to ${person.email} again`).waitFor();
  const second = await until(
    async () => {
      const link = await linkTo(person.email, 'accept-invitation');
      return link !== first && link;
    },
    { describe: 'the second mail', timeoutMs: 30_000 },
  );
  const page = await openPage();
  await page.goto(first);
  await page.getByText('This link does not work any more').waitFor();
  await page.goto(second);
  await page.getByText(`Choose a password, ${person.name}.`).waitFor();

  await admin.getByRole('button', { name: 'Withdraw' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Withdraw' }).click();
  await admin.getByText(`The invitation of ${person.name} was withdrawn`).waitFor();
  await page.reload();
  await page.getByText('This link does not work any more').waitFor();
});
