import {
  askForNewPassword,
  changeAddress,
  changeName,
  changePassword,
  confirmAddress,
  deleteAccount,
  endSessions,
  replacePassword,
  type SessionResult,
  sendConfirmation,
  signIn,
  signOut,
  signUp,
} from '../shop/account.ts';
import type { FormOutcome } from '../shop/cookie-state.ts';
import { type LinkPage, readLinkToken } from '../shop/session.ts';
import { setCookie } from './cookies.ts';
import { localPath, seeOther } from './forms.ts';

/** The lengths of the contract. */
const MAX = { email: 254, name: 200, password: 200, userAgent: 300, session: 64 } as const;

/** What was typed into a form, passwords as they are. */
function typed(form: FormData) {
  const raw = (name: keyof typeof MAX) => String(form.get(name) ?? '');
  const text = (name: keyof typeof MAX) => raw(name).trim().slice(0, MAX[name]);
  return {
    email: text('email'),
    name: text('name'),
    session: text('session') || undefined,
    password: raw('password'),
    newPassword: String(form.get('new-password') ?? ''),
  };
}

type Typed = ReturnType<typeof typed> & { userAgent: string };

/** A form of the account: what it does, where it leads when it is done, and the page that it is on. */
interface AccountForm {
  page: string;
  done: string;
  run(values: Typed): Promise<SessionResult>;
}

const account = { page: '/account', done: '/account' };

/** A form on the page of a link that was mailed, with the token of the link. */
function withLink(page: LinkPage, run: (token: string, values: Typed) => Promise<SessionResult>): AccountForm {
  return {
    page: `/account/${page}`,
    done: '/account',
    async run(values) {
      const token = readLinkToken(page);
      return token === undefined ? { result: 'link-over' } : run(token, values);
    },
  };
}

const forms: Readonly<Record<string, AccountForm>> = {
  'sign-in': {
    ...account,
    run: ({ email, password, userAgent }) => signIn({ email, password, userAgent }),
  },
  'sign-out': { ...account, done: '/', run: signOut },
  'sign-up': {
    page: '/account/sign-up',
    done: '/account',
    run: ({ email, name, newPassword: password, userAgent }) => signUp({ email, password, name, userAgent }),
  },
  'forgotten-password': {
    page: '/account/forgotten-password',
    done: '/account/forgotten-password',
    run: ({ email }) => askForNewPassword(email),
  },
  'new-password': withLink('new-password', (token, { newPassword }) => replacePassword(token, newPassword)),
  'confirm-address': withLink('confirm-address', confirmAddress),
  'send-confirmation': { ...account, run: sendConfirmation },
  name: { ...account, run: ({ name }) => changeName(name) },
  password: { ...account, run: ({ password, newPassword }) => changePassword(password, newPassword) },
  address: { ...account, run: ({ email, password }) => changeAddress(email, password) },
  sessions: { ...account, run: ({ session }) => endSessions(session) },
  deletion: { ...account, run: ({ password }) => deleteAccount(password) },
};

/**
 * Handles a form of the account, and redirects to the page that says what came of it. `next` of the form is where
 * somebody wanted to go who had to sign in first. Undefined for a form that there is not.
 */
export async function submitAccountForm(name: string, request: Request): Promise<Response | undefined> {
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (!form) return undefined;
  const data = await request.formData();
  const values = { ...typed(data), userAgent: (request.headers.get('user-agent') ?? '').slice(0, MAX.userAgent) };
  const { cookies = [], ...result } = await form.run(values);
  const next = data.get('next');
  const path = localPath(next, result.result === 'done' ? form.done : form.page);
  const { email, name: person } = values;
  const kept = { ...(email !== '' && { email }), ...(person !== '' && { name: person }) };
  return seeOther(path, [...cookies, outcomeCookie({ form: name, ...result, ...kept })]);
}

/** For the page after the form alone; it is removed once it was shown. */
const outcomeCookie = (outcome: FormOutcome): string =>
  setCookie('account-form', JSON.stringify(outcome), { days: 1 / 24, path: '/account' });
