import { createIdentityClient } from '../../../generated/identity/client.ts';
import type { Staff } from '../../../generated/identity/types.ts';
import { prismaAdapter } from '../../platform/data/database.ts';
import { serviceSecurity, sessionSecurity } from '../../platform/http/auth.ts';
import { newId } from '../../platform/ids.ts';
import { startTestApp } from '../../platform/testing/app.ts';
import { createTestDatabase } from '../../platform/testing/database.ts';
import { serviceHeaders, TEST_PUBLIC_KEYS, testIdentity } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { outboxRecords } from '../../platform/testing/outbox.ts';
import { buildApp } from '../app.ts';
import { createAuth } from '../auth.ts';
import { loadKeys } from '../keys.ts';
import { PrismaClient } from '../prisma/client/client.ts';
import { cheapPasswords } from './passwords.ts';

export const SUITE_SECRET = 'a-secret-that-only-this-suite-uses-0123456789';
export const PASSWORD = 'correct horse battery';

/** A browser of the suite: it keeps the session cookie. */
export interface Browser {
  send(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown; cookie?: string }>;
  /** The value of the session cookie; '' without one. */
  session(): string;
}

/** Identity on a database of its own. */
export async function identitySuite() {
  const database = await createTestDatabase('identity');
  const log = silentLog();
  const prisma = new PrismaClient({ adapter: prismaAdapter({ url: database.url, log }) });
  const auth = createAuth({ prisma, secret: SUITE_SECRET, publicUrl: 'http://localhost:8080' });
  const others = await testIdentity();
  const security = {
    session: sessionSecurity({ identityUrl: others.url }),
    service: serviceSecurity({ audience: 'identity', publicKeys: TEST_PUBLIC_KEYS }),
  };
  const keys = await loadKeys(prisma, SUITE_SECRET);
  const app = await startTestApp(
    buildApp({
      log,
      secret: SUITE_SECRET,
      prisma,
      auth,
      passwords: cheapPasswords(),
      keys,
      security,
      checkResponses: true,
    }),
  );
  const adminId = newId();
  const admin = createIdentityClient({
    baseUrl: app.url,
    headers: () => others.headers({ kind: 'staff', id: adminId, roles: ['admin'], email: 'admin@example.com' }),
  });

  function browser(address = '203.0.113.7', authorization: () => Promise<Record<string, string>> = async () => ({})) {
    let cookie = '';
    const own: Browser = {
      session: () => cookie.slice(cookie.indexOf('=') + 1),
      async send(method, path, body) {
        const response = await fetch(app.url + path, {
          method,
          headers: {
            ...(await authorization()),
            'x-forwarded-for': address,
            'user-agent': 'Firefox on a suite',
            ...(cookie === '' ? {} : { cookie }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const set = response.headers.getSetCookie().find(value => value.startsWith('__Host-session='));
        if (set !== undefined) cookie = set.split(';')[0] ?? '';
        const text = await response.text();
        return {
          status: response.status,
          body: text === '' ? undefined : JSON.parse(text),
          ...(set !== undefined && { cookie: set }),
        };
      },
    };
    return own;
  }

  const service = createIdentityClient({ baseUrl: app.url, headers: () => serviceHeaders('notifications') });
  const gateway = createIdentityClient({ baseUrl: app.url, headers: () => serviceHeaders('gateway') });
  const newEmail = () => `${newId()}@example.com`;

  return {
    prisma,
    url: app.url,
    others,
    admin,
    adminId,
    browser,
    newEmail,
    /** A browser in which a member of staff has signed in, and what the gateway adds to its requests. */
    async signedIn({ id, email, roles }: Staff, password = PASSWORD): Promise<Browser> {
      const own = browser(undefined, () => others.headers({ kind: 'staff', id, roles, email }));
      const answer = await own.send('POST', '/auth/sign-in', { email, password });
      if (answer.status !== 200) throw new Error(`sign-in: ${answer.status}`);
      return own;
    },
    /** A browser of a shopper, and what the gateway adds to its requests once somebody is signed in. */
    shopperBrowser: (): Browser => {
      const own: Browser = browser(undefined, async () =>
        own.session() === '' ? {} : others.headers({ kind: 'shopper' }),
      );
      return own;
    },
    /** Whether a session still lasts, as the gateway asks. */
    async lasts(session: string): Promise<boolean> {
      return (await gateway.exchangeSession({ body: { session } })).status === 200;
    },
    /** The events about an account, oldest first. */
    async events(userId: string, type: string) {
      return (await outboxRecords(prisma, { aggregateid: userId, type })).map(({ payload }) => payload);
    },
    /** What notifications does with the last link of an account, or the last of one purpose: the token of the mail. */
    async tokenOf(userId: string, purpose?: string): Promise<string> {
      const where = { userId, ...(purpose !== undefined && { purpose }) };
      const links = await prisma.accountLink.findMany({ where, orderBy: { createdAt: 'desc' } });
      const created = await service.createLinkToken({ path: { linkId: links[0]?.id ?? newId() } });
      if (created.status !== 201) throw new Error(`createLinkToken: ${created.status}`);
      return created.body.token;
    },
    async addStaff(more: { email?: string; roles?: ('admin' | 'orders' | 'support')[] } = {}) {
      const { email = newEmail(), roles = ['orders' as const] } = more;
      const added = await admin.addStaff({ body: { email, name: 'Olga Petrova', password: PASSWORD, roles } });
      if (added.status !== 201) throw new Error(`addStaff: ${added.status}`);
      return added.body;
    },
    async invite(more: { email?: string; roles?: ('admin' | 'orders' | 'support')[] } = {}) {
      const { email = newEmail(), roles = ['orders' as const] } = more;
      const added = await admin.addStaff({ body: { email, name: 'Olga Petrova', roles } });
      if (added.status !== 201) throw new Error(`addStaff: ${added.status}`);
      return added.body;
    },
    async close(): Promise<void> {
      await app.close();
      await others.close();
      await prisma.$disconnect();
      await database.drop();
    },
  };
}

export type IdentitySuite = Awaited<ReturnType<typeof identitySuite>>;
