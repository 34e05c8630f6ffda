import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { fromBase32 } from '../../services/identity/testing/base32.ts';
import { codeOf, stepAt } from '../../services/identity/totp.ts';
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

/** Opens an invitation and chooses a password. @returns the console of the new colleague */
async function accept(email: string, password: string): Promise<Page> {
  const page = await openPage();
  await page.goto(await linkTo(email, 'accept-invitation'));
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Choose password and sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
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

/** A new colleague with a password. */
async function hire(): Promise<{ page: Page; staff: Staff }> {
  const person = newPerson();
  const password = `three quiet rivers ${randomUUID()}`;
  await invite(person);
  return { page: await accept(person.email, password), staff: { email: person.email, password } };
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
  const otherPerson = await openPage();
  await otherPerson.goto(link);
  await otherPerson.getByText('This link does not work any more').waitFor();
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
    { describe: 'the second mail' },
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

test('a password is changed in the account menu, which signs out everywhere else', async () => {
  const { page, staff } = await hire();
  const elsewhere = await signInByForm(staff);
  await elsewhere.getByRole('navigation', { name: 'Main' }).waitFor();

  await page.getByRole('button', { name: /account/ }).click();
  await page.getByRole('menuitem', { name: 'Your account' }).click();
  const places = page.getByRole('region', { name: 'Where you are signed in' });
  await places.getByText('This one').waitFor();
  await places.getByRole('button', { name: /^Sign out Chrome/ }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByLabel('Present password').fill('not my password');
  const password = `four loud oceans ${randomUUID()}`;
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('This is not your present password').waitFor();
  await page.getByLabel('Present password').fill(staff.password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Your password is changed').waitFor();
  await until(async () => (await places.getByRole('listitem').count()) === 1, { describe: 'one session is left' });

  await until(
    async () => {
      await elsewhere.reload();
      return elsewhere.getByRole('button', { name: 'Sign in' }).isVisible();
    },
    { describe: 'the other browser is signed out' },
  );
  const again = await signInByForm({ email: staff.email, password });
  await again.getByRole('navigation', { name: 'Main' }).waitFor();
});

test('a forgotten password is replaced by the link of a mail', async () => {
  const { page: colleague, staff } = await hire();
  const page = await openPage();
  await page.goto(`${consoleUrl}/login`);
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await page.getByRole('heading', { name: 'Forgot your password?' }).waitFor();
  await page.getByLabel('E-mail').fill(staff.email);
  await page.getByRole('button', { name: 'Send me the link' }).click();
  await page.getByText('If somebody works here with the address').waitFor();
  expect(await axeFindings(page)).toEqual([]);

  await page.goto(await linkTo(staff.email, 'reset-password'));
  const password = `five green harbours ${randomUUID()}`;
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Your password is changed').waitFor();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail').fill(staff.email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
  await until(
    async () => {
      await colleague.reload();
      return colleague.getByRole('button', { name: 'Sign in' }).isVisible();
    },
    { describe: 'the session of before is over' },
  );
});

test('a second factor is set up with an app, required at the sign-in, and reset by an admin', async () => {
  const { page, staff } = await hire();
  await page.goto(`${consoleUrl}/account`);
  const section = page.getByRole('region', { name: 'Second factor' });
  await section.getByRole('button', { name: 'Set up' }).click();
  await page.getByRole('img', { name: 'QR code for your authenticator app' }).waitFor();
  expect(await axeFindings(page)).toEqual([]);
  const secret = fromBase32(((await page.locator('.factor-secret').textContent()) ?? '').replaceAll(' ', ''));
  const code = (steps: number) => codeOf(secret, stepAt(new Date()) + steps);
  await page.getByRole('textbox', { name: 'Code' }).fill('000000');
  await page.getByRole('button', { name: 'Turn on' }).click();
  await page.getByText('That code is wrong').waitFor();
  await page.getByRole('textbox', { name: 'Code' }).fill(code(0));
  await page.getByRole('button', { name: 'Turn on' }).click();
  const codes = page.getByRole('list', { name: 'Recovery codes' });
  await codes.waitFor();
  const [recoveryCode = ''] = await codes.getByRole('listitem').allTextContents();
  await page.getByRole('button', { name: 'I have kept them' }).click();
  await section.getByText('10 recovery codes left').waitFor();

  const phone = await signInByForm(staff);
  await phone.getByRole('textbox', { name: 'Code' }).fill('000000');
  expect(await axeFindings(phone)).toEqual([]);
  await phone.getByRole('button', { name: 'Sign in' }).click();
  await phone.getByText('That code is wrong').waitFor();
  await phone.getByRole('textbox', { name: 'Code' }).fill(code(1));
  await phone.getByRole('button', { name: 'Sign in' }).click();
  await phone.getByRole('navigation', { name: 'Main' }).waitFor();
  const lost = await signInByForm(staff);
  await lost.getByRole('textbox', { name: 'Code' }).fill(recoveryCode);
  await lost.getByRole('button', { name: 'Sign in' }).click();
  await lost.getByRole('navigation', { name: 'Main' }).waitFor();

  const admin = await openAsAdmin('/staff');
  await admin.getByText(staff.email).click();
  await admin.getByRole('button', { name: 'Reset second factor' }).click();
  await admin.getByRole('dialog').getByRole('button', { name: 'Reset' }).click();
  await admin.getByText('reset the second factor of').waitFor();
  const again = await signInByForm(staff);
  await again.getByRole('navigation', { name: 'Main' }).waitFor();
});

test('what needs the password again asks for it over the page, and goes on where it was', async () => {
  const person = newPerson();
  const page = await openAsAdmin('/staff/create');
  // As the service answers who gave their password more than a quarter of an hour ago.
  await page.route(
    '**/api/admin/staff',
    route =>
      route.request().method() === 'POST'
        ? route.fulfill({
            status: 403,
            contentType: 'application/problem+json',
            body: JSON.stringify({ title: 'Forbidden', status: 403, code: 'reauthentication_required' }),
          })
        : route.continue(),
    { times: 1 },
  );
  await page.getByLabel('Name').fill(person.name);
  await page.getByLabel('Email').fill(person.email);
  await page.getByRole('checkbox', { name: /^Support/ }).check();
  await page.getByRole('button', { name: 'Send invitation' }).click();
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByLabel('Password').fill(environment.ADMIN_PASSWORD);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: person.name }).waitFor();
});
