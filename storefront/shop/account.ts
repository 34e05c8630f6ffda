import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { createIdentityClient } from '../../generated/identity/client.ts';
import type { Account, SessionList } from '../../generated/identity/types.ts';
import { gateway, orUnavailable, type ServiceUnavailable } from './gateway.ts';
import { hasSession, noSessionCookie, sessionCookieOf, sessionHeaders } from './session.ts';

export type { Account };
export type AccountSession = SessionList['items'][number];

/** What came of a change, by the name of the note that says so; `text` is the reason of the service. */
export type AccountResult = { result: string; text?: string } | { result: 'wait'; minutes: number };
/** A change that may begin or end a session: `Set-Cookie` headers. */
export type SessionResult = AccountResult & { cookies?: readonly string[] };

const identity = () => createIdentityClient({ ...gateway('identity'), ...sessionHeaders() });

/** A limit that was met: of attempts, or of mails. */
interface TooMany {
  status: 429;
  minutes: number;
}

/** As `orUnavailable`, and a limit that was met as a value. */
function outcomeOf<R extends { status: number }>(call: Promise<R>): Promise<R | TooMany | ServiceUnavailable> {
  return orUnavailable(
    call.catch((error: unknown): TooMany => {
      if (!(error instanceof ProblemError) || error.status !== 429) throw error;
      return { status: 429, minutes: Math.max(1, Math.ceil(Number(error.headers['retry-after'] ?? 60) / 60)) };
    }),
  );
}

/** The result of what the contract does not say of one operation alone. */
function commonResult(response: { status: number } | TooMany): AccountResult {
  if ('minutes' in response) return { result: 'wait', minutes: response.minutes };
  if (response.status === 401 || response.status === 403) return { result: 'signed-out' };
  return { result: response.status === 503 ? 'down' : 'invalid' };
}

/** Why the service refused a field, in its words. */
const reasonOf = ({ errors }: { errors?: readonly { message: string }[] }): string => errors?.[0]?.message ?? '';
const isAbout = ({ errors }: { errors?: readonly { path: string }[] }, field: string): boolean =>
  errors?.[0]?.path === `/body/${field}`;

/** What a read in the name of a shopper is: a value, undefined when nobody is signed in, or a service that is down. */
type Read<T> = Promise<T | undefined | ServiceUnavailable>;

export async function readAccount(): Read<Account> {
  if (!hasSession()) return undefined;
  const response = await orUnavailable(identity().getAccount());
  if (response.status === 200) return response.body;
  return response.status === 503 ? response : undefined;
}

/** Where the shopper is signed in. */
export async function readSessions(): Read<readonly AccountSession[]> {
  const response = await orUnavailable(identity().listAccountSessions());
  if (response.status === 200) return response.body.items;
  return response.status === 503 ? response : undefined;
}

/** What somebody types to sign in or up, and the browser that they do it with. */
export interface Credentials {
  email: string;
  password: string;
  userAgent: string;
}

export async function signIn(credentials: Credentials): Promise<SessionResult> {
  const response = await outcomeOf(identity().signIn({ body: { ...credentials, kind: 'shopper' } }));
  if (response.status === 200) return { result: 'done', cookies: sessionCookieOf(response) };
  return response.status === 401 || response.status === 400 ? { result: 'wrong-credentials' } : commonResult(response);
}

export async function signUp(credentials: Credentials & { name: string }): Promise<SessionResult> {
  const response = await outcomeOf(identity().signUp({ body: credentials }));
  if (response.status === 201) return { result: 'done', cookies: sessionCookieOf(response) };
  if (response.status === 409) return { result: 'taken' };
  return response.status === 422 ? { result: 'password', text: reasonOf(response.body) } : commonResult(response);
}

/** Ends the session of this browser. */
export async function signOut(): Promise<SessionResult> {
  const response = await outcomeOf(identity().signOut());
  return response.status === 204 ? { result: 'done', cookies: [noSessionCookie] } : commonResult(response);
}

/** Has a link to a new password mailed; the result is the same whether there is such an account. */
export async function askForNewPassword(email: string): Promise<AccountResult> {
  const response = await outcomeOf(identity().requestPasswordReset({ body: { email, kind: 'shopper' } }));
  return response.status === 204 ? { result: 'done' } : commonResult(response);
}

/** Whose password the link of a mail replaces; undefined when the link is over. */
export async function readPasswordLink(token: string): Read<{ email: string }> {
  const response = await outcomeOf(identity().readAccountLink({ body: { token } }));
  if (response.status === 200) return response.body.purpose === 'password_reset' ? response.body : undefined;
  if (response.status === 429) return { status: 503, retryAfter: response.minutes * 60 };
  return response.status === 503 ? response : undefined;
}

export async function replacePassword(token: string, password: string): Promise<SessionResult> {
  const response = await outcomeOf(identity().resetPassword({ body: { token, password } }));
  if (response.status === 204) return { result: 'done', cookies: [noSessionCookie] };
  if (response.status === 410) return { result: 'link-over' };
  return response.status === 422 ? { result: 'password', text: reasonOf(response.body) } : commonResult(response);
}

export async function confirmAddress(token: string): Promise<AccountResult> {
  const response = await outcomeOf(identity().confirmAccountEmail({ body: { token } }));
  if (response.status === 200) return { result: 'done' };
  if (response.status === 410) return { result: 'link-over' };
  return response.status === 409 ? { result: 'address-taken' } : commonResult(response);
}

export async function sendConfirmation(): Promise<AccountResult> {
  const response = await outcomeOf(identity().sendEmailVerification());
  return response.status === 204 ? { result: 'done' } : commonResult(response);
}

export async function changeName(name: string): Promise<AccountResult> {
  const response = await outcomeOf(identity().changeAccount({ body: { name } }));
  return response.status === 200 ? { result: 'done' } : commonResult(response);
}

export async function changePassword(currentPassword: string, newPassword: string): Promise<AccountResult> {
  const response = await outcomeOf(identity().changeAccountPassword({ body: { currentPassword, newPassword } }));
  if (response.status === 204) return { result: 'done' };
  if (response.status !== 422) return commonResult(response);
  if (isAbout(response.body, 'currentPassword')) return { result: 'wrong-password' };
  return { result: 'password', text: reasonOf(response.body) };
}

export async function changeAddress(email: string, password: string): Promise<AccountResult> {
  const response = await outcomeOf(identity().changeAccountEmail({ body: { email, password } }));
  if (response.status === 202) return { result: 'done' };
  if (response.status !== 422) return commonResult(response);
  return { result: isAbout(response.body, 'email') ? 'same-address' : 'wrong-password' };
}

/** Signs out in one place, or everywhere else. */
export async function endSessions(sessionId: string | undefined): Promise<AccountResult> {
  const response = await outcomeOf<{ status: number }>(
    sessionId === undefined
      ? identity().endOtherAccountSessions()
      : identity().endAccountSession({ path: { sessionId } }),
  );
  return response.status === 204 || response.status === 404 ? { result: 'done' } : commonResult(response);
}

export async function deleteAccount(password: string): Promise<SessionResult> {
  const response = await outcomeOf(identity().deleteAccount({ body: { password } }));
  if (response.status === 204) return { result: 'done', cookies: [noSessionCookie] };
  return response.status === 422 ? { result: 'wrong-password' } : commonResult(response);
}
