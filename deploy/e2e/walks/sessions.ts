import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { environment, newEmail } from '../api-client.ts';
import { newClientAddress, tokenOf, urlOf } from './system.ts';

export type Headers = Readonly<Record<string, string>>;

/** Somebody who is signed in. */
export interface Session {
  kind: 'shopper' | 'staff';
  roles: readonly string[];
  email: string;
  /** As the gateway is sent it. */
  cookie: Headers;
  /** As a service is sent it by the gateway. */
  bearer: Headers;
}

/** A request to a service, or to the gateway itself, as another client each time. */
export async function request(
  base: string,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: Headers; body?: unknown } = {},
): Promise<Response> {
  return fetch(base + path, {
    method,
    headers: {
      ...newClientAddress(),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const tokenSchema = z.object({ token: z.string() });

/** Signs in or up at the gateway. */
async function sessionFrom(path: string, body: object, kind: Session['kind'], roles: readonly string[], email: string) {
  const response = await request(urlOf('gateway'), 'POST', path, { body });
  const cookie = response.headers
    .getSetCookie()
    .map(line => line.split(';')[0])
    .join('; ');
  if (!response.ok || cookie === '') throw new Error(`${path} responded ${response.status}: ${await response.text()}`);
  const exchanged = await request(urlOf('identity'), 'POST', '/internal/tokens', {
    headers: { authorization: `Bearer ${tokenOf('gateway', 'identity')}` },
    body: { session: cookie.slice(cookie.indexOf('=') + 1) },
  });
  const { token } = tokenSchema.parse(await exchanged.json());
  return {
    kind,
    roles,
    email,
    cookie: { cookie },
    bearer: { authorization: `Bearer ${token}`, cookie },
  } satisfies Session;
}

export const signInAsFirstAdmin = (): Promise<Session> => {
  const { ADMIN_EMAIL: email, ADMIN_PASSWORD: password } = environment;
  return sessionFrom('/auth/sign-in', { email, password }, 'staff', ['admin', 'catalog', 'orders', 'support'], email);
};

export function signUp(password: string = randomUUID()): Promise<Session> {
  const email = newEmail();
  return sessionFrom('/auth/sign-up', { email, password, name: 'Ada' }, 'shopper', ['shopper'], email);
}

/** A new member of staff with one role; an admin has those of the others. */
export async function newStaff(admin: Session, role: 'admin' | 'catalog' | 'orders' | 'support'): Promise<Session> {
  const email = `walk-${role}-${randomUUID()}@covenant.example`;
  const password = randomUUID();
  const body = { email, password, name: `Walk as ${role}`, roles: [role] };
  const added = await request(urlOf('gateway'), 'POST', '/admin/staff', { headers: admin.cookie, body });
  if (added.status !== 201) throw new Error(`addStaff responded ${added.status}: ${await added.text()}`);
  const roles = role === 'admin' ? admin.roles : [role];
  return sessionFrom('/auth/sign-in', { email, password }, 'staff', roles, email);
}

/** The headers of a session that its owner has ended. */
export async function endedSession(session: Session): Promise<Headers> {
  await request(urlOf('gateway'), 'POST', '/auth/sign-out', { headers: session.cookie, body: undefined });
  return session.cookie;
}
