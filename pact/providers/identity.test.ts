import { afterAll, beforeAll, test } from '@jest/globals';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { createIdentityClient } from '../../generated/identity/client.ts';
import type { identityEvents } from '../../generated/identity/events.ts';
import { buildApp } from '../../services/identity/app.ts';
import { createAuth } from '../../services/identity/auth.ts';
import { loadKeys } from '../../services/identity/keys.ts';
import { PrismaClient } from '../../services/identity/prisma/client/client.ts';
import { cheapPasswords } from '../../services/identity/testing/passwords.ts';
import { prismaAdapter } from '../../services/platform/data/database.ts';
import { serviceSecurity, sessionSecurity } from '../../services/platform/http/auth.ts';
import { newId } from '../../services/platform/ids.ts';
import { startTestApp, type TestApp } from '../../services/platform/testing/app.ts';
import { createTestDatabase, type TestDatabase } from '../../services/platform/testing/database.ts';
import {
  serviceHeaders,
  TEST_PUBLIC_KEYS,
  type TestIdentity,
  testIdentity,
} from '../../services/platform/testing/identity.ts';
import { silentLog } from '../../services/platform/testing/log.ts';
import { outboxRecords } from '../../services/platform/testing/outbox.ts';
import { adminHeaders, lastEvent, type Publications, shopperHeaders, verify } from '../provider.ts';
import { type Accounts, identityStates } from '../states/identity.ts';

let database: TestDatabase;
let prisma: PrismaClient;
let others: TestIdentity;
let app: TestApp;
beforeAll(async () => {
  const log = silentLog();
  const secret = 'a-secret-that-only-this-suite-uses-0123456789';
  [database, others] = await Promise.all([createTestDatabase('identity'), testIdentity()]);
  prisma = new PrismaClient({ adapter: prismaAdapter({ url: database.url, log }) });
  const auth = createAuth({ prisma, secret, publicUrl: 'http://localhost:8080' });
  const security = {
    session: sessionSecurity({ identityUrl: others.url }),
    service: serviceSecurity({ audience: 'identity', publicKeys: TEST_PUBLIC_KEYS }),
  };
  app = await startTestApp(
    buildApp({
      log,
      secret,
      prisma,
      auth,
      passwords: cheapPasswords(),
      keys: await loadKeys(prisma, secret),
      security,
      checkResponses: true,
    }),
  );
});
afterAll(async () => {
  await Promise.all([app.close(), others.close()]);
  await prisma.$disconnect();
  await database.drop();
});

test('identity keeps every pact that others have with it', () => {
  const baseUrl = app.url;
  const headers = adminHeaders(others);
  const admin = createIdentityClient({ baseUrl, headers });
  const service = createIdentityClient({ baseUrl, headers: () => serviceHeaders('notifications') });
  const nobody = createIdentityClient({ baseUrl });
  const shopper = createIdentityClient({ baseUrl, headers: shopperHeaders(others) });
  const idOf = async (userId: string) =>
    (await prisma.accountLink.findFirstOrThrow({ where: { userId }, orderBy: { createdAt: 'desc' } })).id;
  const accounts: Accounts = {
    idOf,
    sessionOf: async userId => (await prisma.session.findFirstOrThrow({ where: { userId } })).id,
    tokenOf: async userId => (await bodyOf(service.createLinkToken({ path: { linkId: await idOf(userId) } }))).token,
  };
  const states = identityStates({ nobody, admin, shopper }, accounts);
  const password = 'correct horse battery';
  const sessionOf = (begun: { headers?: Record<string, string> }) => ({
    headers: { cookie: begun.headers?.['set-cookie']?.split(';')[0] ?? '' },
  });
  const signUp = async () =>
    sessionOf(await nobody.signUp({ body: { email: `${newId()}@example.com`, password, name: 'Ada' } }));
  const publications: Publications<typeof identityEvents> = {
    async ChangeMade() {
      const staff = { email: `${newId()}@example.com`, password, name: 'Olga' };
      const { id: staffId } = await bodyOf(admin.addStaff({ body: { ...staff, roles: ['support'] } }));
      await bodyOf(admin.changeStaff({ path: { staffId }, body: { name: 'Olga Petrova' } }));
      return lastEvent(await outboxRecords(prisma), 'ChangeMade');
    },
    async AccountEmailChanged() {
      const session = await signUp();
      const body = { email: `${newId()}@example.com`, password };
      const { id } = await bodyOf(shopper.changeAccountEmail({ body }, session));
      await bodyOf(shopper.confirmAccountEmail({ body: { token: await accounts.tokenOf(id) } }, session));
      return lastEvent(await outboxRecords(prisma), 'AccountEmailChanged');
    },
    async AccountPasswordChanged() {
      const email = `${newId()}@example.com`;
      await bodyOf(admin.addStaff({ body: { email, password, name: 'Olga', roles: ['support'] } }));
      const session = sessionOf(await nobody.signIn({ body: { email, password } }));
      const body = { currentPassword: password, newPassword: 'three quiet rivers' };
      await bodyOf(admin.changeOwnPassword({ body }, session));
      return lastEvent(await outboxRecords(prisma), 'AccountPasswordChanged');
    },
    async AccountDeleted() {
      await bodyOf(shopper.deleteAccount({ body: { password } }, await signUp()));
      return lastEvent(await outboxRecords(prisma), 'AccountDeleted');
    },
    async AccountLinkCreated() {
      await bodyOf(admin.addStaff({ body: { email: `${newId()}@example.com`, name: 'Olga', roles: ['orders'] } }));
      return lastEvent(await outboxRecords(prisma), 'AccountLinkCreated');
    },
  };
  return verify('identity', { url: app.url, states, publications, staff: headers, shopper: shopperHeaders(others) });
});
