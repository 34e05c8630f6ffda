import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createIdentityClient } from '../../generated/identity/client.ts';
import { identityTopics } from '../../generated/identity/events.ts';
import { prismaAdapter } from '../platform/data/database.ts';
import { serviceSecurity, sessionSecurity } from '../platform/http/auth.ts';
import { newId } from '../platform/ids.ts';
import { postgresOutbox } from '../platform/messaging/outbox-postgres.ts';
import { createRelay } from '../platform/messaging/relay.ts';
import { startTestApp } from '../platform/testing/app.ts';
import { createTestDatabase } from '../platform/testing/database.ts';
import { TEST_PUBLIC_KEYS, testIdentity } from '../platform/testing/identity.ts';
import { silentLog } from '../platform/testing/log.ts';
import { consumeAll, testTopics } from '../platform/testing/topics.ts';
import { until } from '../platform/testing/until.ts';
import { buildApp } from './app.ts';
import { createAuth } from './auth.ts';
import { loadKeys } from './keys.ts';
import { PrismaClient } from './prisma/client/client.ts';
import { cheapPasswords } from './testing/passwords.ts';

const log = silentLog();
const secret = 'a-secret-that-only-this-suite-uses-0123456789';
const closing: (() => Promise<unknown>)[] = [];
let admin: ReturnType<typeof createIdentityClient>;
let kafka: Awaited<ReturnType<typeof testTopics>>;

beforeAll(async () => {
  const database = await createTestDatabase('identity');
  const prisma = new PrismaClient({ adapter: prismaAdapter({ url: database.url, log }) });
  const auth = createAuth({ prisma, secret, publicUrl: 'http://localhost:8080' });
  const others = await testIdentity();
  const security = {
    session: sessionSecurity({ identityUrl: others.url }),
    service: serviceSecurity({ audience: 'identity', publicKeys: TEST_PUBLIC_KEYS }),
  };
  const app = await startTestApp(
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
  kafka = await testTopics(identityTopics);
  const relay = createRelay({
    kafka: kafka.connection,
    source: postgresOutbox({ url: database.url }),
    topics: identityTopics,
    log,
  });
  await relay.start();
  const headers = () => others.headers({ kind: 'staff', id: 'first', roles: ['admin'], email: 'admin@example.com' });
  admin = createIdentityClient({ baseUrl: app.url, headers });
  closing.push(
    () => app.close(),
    () => relay.stop(),
    () => kafka.drop(),
    () => others.close(),
    () => prisma.$disconnect(),
    () => database.drop(),
  );
});
afterAll(async () => {
  for (const close of closing) await close();
});

test('who added and changed staff is published, once, and never a password', async () => {
  const email = `${newId()}@example.com`;
  const body = { email, name: 'Olga Orders', password: 'correct horse battery', roles: ['orders' as const] };
  const added = await admin.addStaff({ body });
  if (added.status !== 201) throw new Error(`${added.status}`);
  expect(await admin.addStaff({ body })).toMatchObject({ status: 409 });
  const path = { staffId: added.body.id };
  for (let time = 0; time < 2; time += 1)
    expect(await admin.changeStaff({ path, body: { roles: ['support'] } })).toMatchObject({ status: 200 });
  await admin.changeStaff({ path, body: { active: false } });
  const topic = 'identity.change.v1';
  const events = await until(
    async () => {
      const own = (await consumeAll(kafka.connection, topic)).filter(event => event.key === added.body.id);
      return own.length >= 3 && own;
    },
    { describe: 'three changes are published' },
  );
  const about = { resource: 'staff', label: email, actor: { kind: 'staff', id: 'first', email: 'admin@example.com' } };
  expect(events.map(event => event.payload)).toEqual([
    expect.objectContaining({
      ...about,
      action: 'added',
      changes: expect.arrayContaining([{ field: 'roles', before: null, after: ['orders'] }]),
    }),
    expect.objectContaining({
      ...about,
      action: 'changed',
      changes: [{ field: 'roles', before: ['orders'], after: ['support'] }],
    }),
    expect.objectContaining({
      ...about,
      action: 'changed',
      changes: [{ field: 'active', before: true, after: false }],
    }),
  ]);
  expect(JSON.stringify(events)).not.toMatch(/battery|password/i);
});
