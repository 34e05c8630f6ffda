import { z } from 'zod';
import type { Session as SessionBody } from '../../generated/identity/types.ts';
import { SESSION_COOKIE } from './auth.ts';
import type { Client, IdentityContext, IdentityDependencies } from './dependencies.ts';

const signedIn = z.object({
  session: z.object({ id: z.string(), token: z.string(), expiresAt: z.coerce.date() }),
  user: z.object({
    id: z.string(),
    email: z.string(),
    emailVerified: z.boolean(),
    name: z.string(),
    kind: z.enum(['shopper', 'staff']),
    roles: z.array(z.string()),
    active: z.boolean(),
  }),
});
export type SignedIn = z.output<typeof signedIn>;

export function sessionBody({ session, user }: SignedIn): SessionBody {
  const roles = user.kind === 'shopper' ? ['shopper'] : user.roles;
  return {
    userId: user.id,
    email: user.email,
    name: user.name,
    kind: user.kind,
    roles,
    expiresAt: session.expiresAt.toISOString(),
  };
}

/** The session cookie among those that better-auth wants set. */
function sessionCookie(headers: Headers): string | undefined {
  return headers.getSetCookie().find(text => text.startsWith(`${SESSION_COOKIE}=`));
}

/** What a cookie may hold (RFC 6265, section 4.1.1, cookie-octet). */
const COOKIE_VALUE = /^[!#-+\--:<-[\]-~]+$/;

/** A response that begins a session. */
export interface BegunSession {
  body: SessionBody;
  headers: Record<string, string>;
}

export interface Sessions {
  /** The session and user of these cookies; undefined without a session that still lasts, or for a deactivated user. */
  of(cookies: Headers): Promise<SignedIn | undefined>;
  ofCookieValue(value: string): Promise<SignedIn | undefined>;
  /**
   * Begins a session in the place of the one that the request came with, which ends. Undefined for a user who was
   * deactivated meanwhile.
   */
  begin(userId: string, context: { cookies: Headers; client: Client }): Promise<BegunSession | undefined>;
  /** Ends the session of the request; the cookie that says so. */
  end(cookies: Headers): Promise<string | undefined>;
}

/** Sessions: rows of the database that a signed cookie names. */
export function createSessions({ auth, prisma }: Pick<IdentityDependencies, 'auth' | 'prisma'>): Sessions {
  async function of(cookies: Headers): Promise<SignedIn | undefined> {
    const found = await auth.api.getSession({ headers: cookies, query: { disableRefresh: true } });
    const parsed = signedIn.safeParse(found);
    return parsed.success && parsed.data.user.active ? parsed.data : undefined;
  }

  async function begin(userId: string, { cookies, client }: Pick<IdentityContext, 'cookies' | 'client'>) {
    const body = { userId, ipAddress: client.address, userAgent: client.userAgent };
    const { headers } = await auth.api.beginSession({ body, returnHeaders: true });
    const cookie = sessionCookie(headers);
    const session = cookie === undefined ? undefined : await of(new Headers({ cookie: cookie.split(';')[0] ?? '' }));
    if (cookie === undefined || !session) return undefined;
    const earlier = await of(cookies);
    if (earlier) await prisma.session.deleteMany({ where: { id: earlier.session.id } });
    // Pages of other sites never send the cookie of staff (RFC 6265bis, section 5.5); the console asks from its own.
    const setCookie = session.user.kind === 'staff' ? cookie.replace('SameSite=Lax', 'SameSite=Strict') : cookie;
    return { body: sessionBody(session), headers: { 'set-cookie': setCookie, 'cache-control': 'no-store' } };
  }

  return {
    of,
    ofCookieValue: async value =>
      COOKIE_VALUE.test(value) ? of(new Headers({ cookie: `${SESSION_COOKIE}=${value}` })) : undefined,
    begin,
    async end(cookies) {
      const { headers } = await auth.api.signOut({ headers: cookies, returnHeaders: true });
      return sessionCookie(headers);
    },
  };
}
