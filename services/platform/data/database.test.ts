import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../ids.ts';
import { PrismaClient } from '../prisma/client/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { silentLog } from '../testing/log.ts';
import { until } from '../testing/until.ts';
import { prismaAdapter } from './database.ts';
import { postgresLocks } from './locks.ts';
import { platformRules, retention } from './retention.ts';

const log = silentLog();
let database: TestDatabase;
let prisma: PrismaClient;
beforeAll(async () => {
  database = await createTestDatabase('platform');
  prisma = new PrismaClient({ adapter: prismaAdapter({ url: database.url, log, poolSize: 2 }) });
});
afterAll(async () => {
  await prisma.$disconnect();
  await database.drop();
});

describe('a database', () => {
  test('of a suite is its own, with the migrations applied', async () => {
    const other = await createTestDatabase('platform');
    await prisma.$executeRaw`INSERT INTO inbox (consumer, event_id) VALUES ('x', 'y')`;
    const client = new PrismaClient({ adapter: prismaAdapter({ url: other.url, log }) });
    expect([await prisma.inbox.count(), await client.inbox.count()]).toEqual([1, 0]);
    await client.$disconnect();
    await other.drop();
    await prisma.inbox.deleteMany();
  });

  test('is queried through a small pool, with prepared statements', async () => {
    await Promise.all(Array.from({ length: 20 }, () => prisma.$queryRaw`SELECT count(*)::int FROM outbox`));
    const [{ connections } = { connections: 0 }] = await prisma.$queryRaw<{ connections: number }[]>`
      SELECT count(*)::int AS connections FROM pg_stat_activity WHERE datname = current_database()`;
    expect(connections).toBe(2);
    const prepared = await prisma.$queryRaw<{ statement: string }[]>`SELECT statement FROM pg_prepared_statements`;
    expect(prepared.map(({ statement }) => statement)).toContain('SELECT count(*)::int FROM outbox');
  });
});

test('expired rows of the platform are deleted, and no others', async () => {
  await prisma.inbox.createMany({
    data: [
      { consumer: 'c', eventId: 'old', handledAt: new Date(Date.now() - 8 * 86_400_000) },
      { consumer: 'c', eventId: 'new', handledAt: new Date(Date.now() - 6 * 86_400_000) },
    ],
  });
  const key = { scope: 's', fingerprint: 'f', token: newId(), lockedUntil: new Date() };
  await prisma.idempotencyKey.createMany({
    data: [
      { ...key, key: 'old', expiresAt: new Date(Date.now() - 1_000) },
      { ...key, key: 'new', expiresAt: new Date(Date.now() + 60_000) },
    ],
  });
  const locks = postgresLocks({ url: database.url, log });
  const worker = retention({ rules: platformRules(prisma, { inboxDays: 7 }), locks, log });
  await worker.start();
  await until(async () => (await prisma.inbox.count()) === 1 && (await prisma.idempotencyKey.count()) === 1, {
    describe: 'the old rows are gone',
  });
  await worker.stop();
  await locks.close();
  expect([
    await prisma.inbox.findMany({ select: { eventId: true } }),
    await prisma.idempotencyKey.findMany({ select: { key: true } }),
  ]).toEqual([[{ eventId: 'new' }], [{ key: 'new' }]]);
});
