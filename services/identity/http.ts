import { APIError } from 'better-auth/api';
import { z } from 'zod';
import { identityEvents } from '../../generated/identity/events.ts';
import type { IdentityHandlers } from '../../generated/identity/server.ts';
import type { Session as SessionBody, Staff as StaffBody } from '../../generated/identity/types.ts';
import { decodeCursor, pageOf } from '../platform/cursor.ts';
import { changeMade } from '../platform/http/changes.ts';
import type { RequestContext } from '../platform/http/context.ts';
import { refusal } from '../platform/http/problem.ts';
import { type Auth, SESSION_COOKIE } from './auth.ts';
import type { Keys } from './keys.ts';
import type { PrismaClient } from './prisma/client/client.ts';
import { addStaff, changeStaff, listStaff, type StaffRow, type ToChangeEvent } from './store.ts';

/** Beside what every request has, the cookies that it came with. */
export type IdentityContext = RequestContext & { readonly cookies: Headers };

const staffCursor = z.object({ createdAt: z.coerce.date(), id: z.string() });
const staffRole = z.enum(['admin', 'catalog', 'orders', 'support']);
const signedIn = z.object({
  session: z.object({ expiresAt: z.coerce.date() }),
  user: z.object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    kind: z.enum(['shopper', 'staff']),
    roles: z.array(z.string()),
    active: z.boolean(),
  }),
});
type SignedIn = z.output<typeof signedIn>;

const wrongCredentials = refusal(401, 'The e-mail address or the password is wrong.');
const nobody = refusal(401, 'Nobody is signed in.');

function staffBody(row: StaffRow): StaffBody {
  const { createdAt, roles, ...rest } = row;
  return { ...rest, roles: z.array(staffRole).parse(roles), createdAt: createdAt.toISOString() };
}

function sessionBody({ session, user }: SignedIn): SessionBody {
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

/** What the log shows of a member of staff. */
const shownOf = ({ email, name, roles, active }: StaffRow) => ({ email, name, roles, active });

const changeEventFor = (context: IdentityContext): ToChangeEvent => {
  return (before, after) => {
    const about = { resource: 'staff', resourceId: after.id, label: after.email, action: before ? 'changed' : 'added' };
    const states = { ...(before ? { before: shownOf(before) } : {}), after: shownOf(after) };
    return identityEvents.ChangeMade(after.id, changeMade(context, { ...about, ...states }));
  };
};

/** The session cookie among those that better-auth wants set. */
function sessionCookie(headers: Headers): string {
  const cookie = headers.getSetCookie().find(text => text.startsWith(`${SESSION_COOKIE}=`));
  if (cookie === undefined) throw new Error('better-auth set no session cookie');
  return cookie;
}

const cookieHeader = (value: string): Headers => new Headers({ cookie: `${SESSION_COOKIE}=${value}` });

/** What identity answers; one function for each operation of its contract. */
export function identityHandlers(options: {
  auth: Auth;
  prisma: PrismaClient;
  keys: Keys;
}): IdentityHandlers<IdentityContext> {
  const { auth, prisma, keys } = options;

  /** Who the cookies belong to; undefined without a session that still lasts, or when they were let go. */
  async function whoIs(cookies: Headers): Promise<SignedIn | undefined> {
    const found = await auth.api.getSession({ headers: cookies, query: { disableRefresh: true } });
    const parsed = signedIn.safeParse(found);
    return parsed.success && parsed.data.user.active ? parsed.data : undefined;
  }

  async function begun(headers: Headers): Promise<{ body: SessionBody; headers: Record<string, string> }> {
    const cookie = sessionCookie(headers);
    const session = await whoIs(new Headers({ cookie: cookie.split(';')[0] ?? '' }));
    if (!session) throw new Error('A session that was just begun is not there');
    return { body: sessionBody(session), headers: { 'set-cookie': cookie, 'cache-control': 'no-store' } };
  }

  return {
    async signUp({ body: { email, password, name } }) {
      try {
        const { headers } = await auth.api.signUpEmail({ body: { email, password, name }, returnHeaders: true });
        return { status: 201, ...(await begun(headers)) };
      } catch (error) {
        if (error instanceof APIError && error.body?.code?.startsWith('USER_ALREADY_EXISTS') === true) {
          return refusal(409, 'There is an account with this e-mail address.');
        }
        throw error;
      }
    },

    async signIn({ body }) {
      try {
        const { headers } = await auth.api.signInEmail({ body, returnHeaders: true });
        return { status: 200, ...(await begun(headers)) };
      } catch (error) {
        if (error instanceof APIError && error.statusCode < 500) return wrongCredentials;
        const member = await prisma.user.findUnique({
          where: { email: body.email.toLowerCase() },
          select: { active: true },
        });
        if (member?.active === false) return wrongCredentials;
        throw error;
      }
    },

    async signOut(_input, { cookies }) {
      const { headers } = await auth.api.signOut({ headers: cookies, returnHeaders: true });
      const cookie = headers.getSetCookie().find(text => text.startsWith(`${SESSION_COOKIE}=`));
      return { status: 204, ...(cookie === undefined ? {} : { headers: { 'set-cookie': cookie } }) };
    },

    async getSession(_input, { cookies }) {
      const session = await whoIs(cookies);
      return session ? { status: 200, body: sessionBody(session), headers: { 'cache-control': 'no-store' } } : nobody;
    },

    async getKeys() {
      return { status: 200, body: { keys: [...keys.published] } };
    },

    async exchangeSession({ body: { session } }) {
      const found = await whoIs(cookieHeader(session));
      if (!found) return nobody;
      const { token, expiresAt } = keys.sign(found.user);
      return { status: 200, body: { token, expiresAt: expiresAt.toISOString() } };
    },

    async listStaff({ query: { limit, cursor } }) {
      const rows = await listStaff(
        prisma,
        limit + 1,
        cursor === undefined ? undefined : decodeCursor(staffCursor, cursor),
      );
      const page = pageOf(rows, limit, ({ createdAt, id }) => ({ createdAt, id }));
      return { status: 200, body: { ...page, items: page.items.map(staffBody) } };
    },

    async addStaff({ body: { email, name, password, roles } }, context) {
      const { password: hasher } = await auth.$context;
      const member = { email, name, roles: [...roles], passwordHash: await hasher.hash(password) };
      const added = await addStaff(prisma, member, changeEventFor(context));
      if (added === 'duplicate') return refusal(409, 'There is an account with this e-mail address.');
      return { status: 201, body: staffBody(added) };
    },

    async changeStaff({ path: { staffId }, body }, context) {
      const changed = await changeStaff(prisma, staffId, body, changeEventFor(context));
      if (changed === 'unknown') return refusal(404, 'There is no such member of staff.');
      if (changed === 'changed-meanwhile')
        return refusal(409, 'Somebody else changed them meanwhile.', { code: 'version_conflict' });
      if (changed === 'last-admin') return refusal(409, 'Nobody else could manage staff then.');
      return { status: 200, body: staffBody(changed) };
    },
  };
}
