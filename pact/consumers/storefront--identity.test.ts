import { expect } from '@jest/globals';
import {
  askForNewPassword,
  changeAddress,
  changeName,
  changePassword,
  confirmAddress,
  deleteAccount,
  endSessions,
  readAccount,
  readPasswordLink,
  readSessions,
  replacePassword,
  sendConfirmation,
  signIn,
  signOut,
  signUp,
} from '../../storefront/shop/account.ts';
import { problemLike } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';
import { AT, uuidOf } from '../examples.ts';
import { exactly, fromState, pathFromState } from '../matchers.ts';
import { inStorefront, storefrontSession } from '../storefront-client.ts';

const { httpInteraction } = pactBetween('storefront', 'identity');
const headers = { cookie: fromState('cookie', '__Host-session=abc.def') };
const signedIn = { state: 'a shopper is signed in' } as const;
const password = 'correct horse battery';
const newPassword = 'three quiet rivers';
const linkToken = 'dGhlIHRva2VuIG9mIGEgbWFpbA';
const userAgent = 'Mozilla/5.0';
const email = 'ada@example.com';
const account = { email, emailVerified: false, name: 'Ada' };
const asShopper = <T>(baseUrl: string, work: () => Promise<T>) => inStorefront(baseUrl, work, storefrontSession);

/** The refusal of a field of a form. */
const refused = (field: string, message: string) => ({
  ...problemLike(422, 'What was entered is not right.'),
  errors: [{ path: exactly(`/body/${field}`), message }],
});

httpInteraction(
  'to sign a shopper in',
  {
    given: { state: 'a shopper has an account', params: { email, password } },
    request: {
      method: 'POST',
      path: '/auth/sign-in',
      body: { email: exactly(email), password: exactly(password), kind: exactly('shopper'), userAgent },
    },
    response: { status: 200, body: {} },
  },
  async baseUrl => {
    const result = await inStorefront(baseUrl, () => signIn({ email, password, userAgent }));
    expect(result).toMatchObject({ result: 'done' });
  },
);

httpInteraction(
  'to sign a shopper in with a wrong password',
  {
    request: {
      method: 'POST',
      path: '/auth/sign-in',
      body: { email: exactly('nobody@example.com'), password, kind: exactly('shopper'), userAgent },
    },
    response: { status: 401 },
  },
  async baseUrl => {
    const result = await inStorefront(baseUrl, () => signIn({ email: 'nobody@example.com', password, userAgent }));
    expect(result).toEqual({ result: 'wrong-credentials' });
  },
);

httpInteraction(
  'to sign a shopper up',
  {
    request: {
      method: 'POST',
      path: '/auth/sign-up',
      body: { email: 'new@example.com', password, name: 'Ada', userAgent },
    },
    response: { status: 201, body: {} },
  },
  async baseUrl => {
    const body = { email: 'new@example.com', password, name: 'Ada', userAgent };
    expect(await inStorefront(baseUrl, () => signUp(body))).toMatchObject({ result: 'done' });
  },
);

httpInteraction(
  'to sign a shopper up with an address that has an account',
  {
    given: { state: 'a shopper has an account', params: { email: 'grace@example.com', password } },
    request: {
      method: 'POST',
      path: '/auth/sign-up',
      body: { email: exactly('grace@example.com'), password, name: 'Grace', userAgent },
    },
    response: { status: 409 },
  },
  async baseUrl => {
    const body = { email: 'grace@example.com', password, name: 'Grace', userAgent };
    expect(await inStorefront(baseUrl, () => signUp(body))).toEqual({ result: 'taken' });
  },
);

httpInteraction(
  'to sign a shopper up with a password that is easy to guess',
  {
    request: {
      method: 'POST',
      path: '/auth/sign-up',
      body: { email: 'weak@example.com', password: exactly('password1234'), name: 'Ada', userAgent },
    },
    response: { status: 422, body: refused('password', 'is easy to guess') },
  },
  async baseUrl => {
    const body = { email: 'weak@example.com', password: 'password1234', name: 'Ada', userAgent };
    expect(await inStorefront(baseUrl, () => signUp(body))).toEqual({ result: 'password', text: 'is easy to guess' });
  },
);

httpInteraction(
  'to sign a shopper out',
  { given: signedIn, request: { method: 'POST', path: '/auth/sign-out', headers }, response: { status: 204 } },
  async baseUrl => {
    expect(await asShopper(baseUrl, signOut)).toMatchObject({ result: 'done' });
  },
);

httpInteraction(
  'for the account of a shopper',
  {
    given: signedIn,
    request: { method: 'GET', path: '/account', headers },
    response: { status: 200, body: account },
  },
  async baseUrl => {
    expect(await asShopper(baseUrl, readAccount)).toEqual(account);
  },
);

httpInteraction(
  'for the account of a session that is over',
  {
    request: { method: 'GET', path: '/account', headers: { cookie: '__Host-session=over.over' } },
    response: { status: 401 },
  },
  async baseUrl => {
    const over = new Map([['__Host-shopper', 'over.over']]);
    expect(await inStorefront(baseUrl, readAccount, over)).toBeUndefined();
  },
);

httpInteraction(
  "to change a shopper's name",
  {
    given: signedIn,
    request: { method: 'PATCH', path: '/account', headers, body: { name: 'Ada Lovelace' } },
    response: { status: 200, body: {} },
  },
  async baseUrl => {
    expect(await asShopper(baseUrl, () => changeName('Ada Lovelace'))).toEqual({ result: 'done' });
  },
);

httpInteraction(
  "to change a shopper's password",
  {
    given: signedIn,
    request: {
      method: 'PUT',
      path: '/account/password',
      headers,
      body: { currentPassword: exactly(password), newPassword },
    },
    response: { status: 204 },
  },
  async baseUrl => {
    expect(await asShopper(baseUrl, () => changePassword(password, newPassword))).toEqual({ result: 'done' });
  },
);

httpInteraction(
  "to change a shopper's password with a wrong one",
  {
    given: signedIn,
    request: {
      method: 'PUT',
      path: '/account/password',
      headers,
      body: { currentPassword: exactly('a wrong password'), newPassword },
    },
    response: { status: 422, body: refused('currentPassword', 'is wrong') },
  },
  async baseUrl => {
    const result = await asShopper(baseUrl, () => changePassword('a wrong password', newPassword));
    expect(result).toEqual({ result: 'wrong-password' });
  },
);

httpInteraction(
  "to change a shopper's address",
  {
    given: signedIn,
    request: {
      method: 'PUT',
      path: '/account/email',
      headers,
      body: { email: 'ada.lovelace@example.com', password: exactly(password) },
    },
    response: { status: 202, body: {} },
  },
  async baseUrl => {
    const result = await asShopper(baseUrl, () => changeAddress('ada.lovelace@example.com', password));
    expect(result).toEqual({ result: 'done' });
  },
);

httpInteraction(
  "to change a shopper's address with a wrong password",
  {
    given: signedIn,
    request: {
      method: 'PUT',
      path: '/account/email',
      headers,
      body: { email: 'ada.lovelace@example.com', password: exactly('a wrong password') },
    },
    response: { status: 422, body: refused('password', 'is wrong') },
  },
  async baseUrl => {
    const result = await asShopper(baseUrl, () => changeAddress('ada.lovelace@example.com', 'a wrong password'));
    expect(result).toEqual({ result: 'wrong-password' });
  },
);

httpInteraction(
  "for another mail that confirms a shopper's address",
  {
    given: { state: 'a shopper with a confirmed address is signed in' },
    request: { method: 'POST', path: '/account/email-verification', headers },
    response: { status: 204 },
  },
  async baseUrl => {
    expect(await asShopper(baseUrl, sendConfirmation)).toEqual({ result: 'done' });
  },
);

httpInteraction(
  "to confirm a shopper's address with the link of a mail",
  {
    given: signedIn,
    request: {
      method: 'POST',
      path: '/account/email-confirmation',
      headers,
      body: { token: fromState('token', linkToken) },
    },
    response: { status: 200, body: {} },
  },
  async baseUrl => {
    expect(await asShopper(baseUrl, () => confirmAddress(linkToken))).toEqual({ result: 'done' });
  },
);

httpInteraction(
  "to confirm a shopper's address with a link that works no more",
  {
    given: signedIn,
    request: {
      method: 'POST',
      path: '/account/email-confirmation',
      headers,
      body: { token: exactly('no-such-token') },
    },
    response: { status: 410 },
  },
  async baseUrl => {
    expect(await asShopper(baseUrl, () => confirmAddress('no-such-token'))).toEqual({ result: 'link-over' });
  },
);

const session = {
  id: uuidOf(71),
  userAgent,
  addressBlock: '203.0.113.7',
  createdAt: AT,
  lastSeenAt: AT,
  current: true,
};

httpInteraction(
  'for the sessions of a shopper',
  {
    given: signedIn,
    request: { method: 'GET', path: '/account/sessions', headers },
    response: { status: 200, body: { items: [session] } },
  },
  async baseUrl => {
    expect(await asShopper(baseUrl, readSessions)).toEqual([session]);
  },
);

httpInteraction(
  'to end a session of a shopper',
  {
    given: signedIn,
    request: {
      method: 'DELETE',
      path: pathFromState('/account/sessions/{sessionId}', 'sessionId', session.id),
      headers,
    },
    response: { status: 204 },
  },
  async baseUrl => {
    expect(await asShopper(baseUrl, () => endSessions(session.id))).toEqual({ result: 'done' });
  },
);

httpInteraction(
  'to end all other sessions of a shopper',
  { given: signedIn, request: { method: 'DELETE', path: '/account/sessions', headers }, response: { status: 204 } },
  async baseUrl => {
    expect(await asShopper(baseUrl, () => endSessions(undefined))).toEqual({ result: 'done' });
  },
);

httpInteraction(
  'for a mail with a link to a new password of a shopper',
  {
    request: {
      method: 'POST',
      path: '/auth/request-password-reset',
      body: { email: 'anybody@example.com', kind: exactly('shopper') },
    },
    response: { status: 204 },
  },
  async baseUrl => {
    const result = await inStorefront(baseUrl, () => askForNewPassword('anybody@example.com'));
    expect(result).toEqual({ result: 'done' });
  },
);

httpInteraction(
  'whose the link to a new password of a shopper is',
  {
    given: { state: 'a shopper forgot their password' },
    request: { method: 'POST', path: '/auth/account-link', body: { token: fromState('token', linkToken) } },
    response: { status: 200, body: { purpose: exactly('password_reset'), email } },
  },
  async baseUrl => {
    expect(await inStorefront(baseUrl, () => readPasswordLink(linkToken))).toMatchObject({ email });
  },
);

httpInteraction(
  'to choose a new password of a shopper with the link of a mail',
  {
    given: { state: 'a shopper forgot their password' },
    request: {
      method: 'POST',
      path: '/auth/reset-password',
      body: { token: fromState('token', linkToken), password: newPassword },
    },
    response: { status: 204 },
  },
  async baseUrl => {
    const result = await inStorefront(baseUrl, () => replacePassword(linkToken, newPassword));
    expect(result).toMatchObject({ result: 'done' });
  },
);

httpInteraction(
  'to choose a new password with a link that works no more',
  {
    request: {
      method: 'POST',
      path: '/auth/reset-password',
      body: { token: exactly('no-such-token'), password: newPassword },
    },
    response: { status: 410 },
  },
  async baseUrl => {
    const result = await inStorefront(baseUrl, () => replacePassword('no-such-token', newPassword));
    expect(result).toEqual({ result: 'link-over' });
  },
);

httpInteraction(
  'to delete the account of a shopper',
  {
    given: signedIn,
    request: { method: 'POST', path: '/account/deletion', headers, body: { password: exactly(password) } },
    response: { status: 204 },
  },
  async baseUrl => {
    expect(await asShopper(baseUrl, () => deleteAccount(password))).toMatchObject({ result: 'done' });
  },
);

httpInteraction(
  'to delete the account of a shopper with a wrong password',
  {
    given: signedIn,
    request: { method: 'POST', path: '/account/deletion', headers, body: { password: exactly('a wrong password') } },
    response: { status: 422 },
  },
  async baseUrl => {
    const result = await asShopper(baseUrl, () => deleteAccount('a wrong password'));
    expect(result).toEqual({ result: 'wrong-password' });
  },
);
