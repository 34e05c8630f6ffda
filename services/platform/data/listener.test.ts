import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../ids.ts';
import { PrismaClient } from '../prisma/client/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { silentLog } from '../testing/log.ts';
import { until } from '../testing/until.ts';
import { periodicWorker, type Worker } from '../workers/periodic-worker.ts';
import { prismaAdapter } from './database.ts';
import { createJobWorker } from './job-worker.ts';
import { enqueueJob } from './jobs.ts';
import { type Listener, postgresListener } from './listener.ts';
import { postgresLocks } from './locks.ts';

/** Longer than any test: what happens within a test happened because of a notification. */
const HOUR_MS = 3_600_000;
const log = silentLog();
let suite: TestDatabase;
let database: PrismaClient;
let listener: Listener;
const workers: Worker[] = [];

beforeAll(async () => {
  suite = await createTestDatabase('platform');
  database = new PrismaClient({ adapter: prismaAdapter({ url: suite.url, log }) });
});
afterEach(async () => {
  await Promise.all(workers.splice(0).map(worker => worker.stop()));
  await listener.close();
});
afterAll(async () => {
  await database.$disconnect();
  await suite.drop();
});

async function run(worker: Worker): Promise<void> {
  workers.push(worker);
  await worker.start();
}

const isListening = () =>
  until(
    async () =>
      (
        await database.$queryRaw<unknown[]>`SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
        AND application_name = 'listener' AND state = 'idle' AND query LIKE 'LISTEN%'`
      ).length > 0,
    { describe: 'the listener listens' },
  );

test('a job runs when its transaction commits, and again when it is due, without polling', async () => {
  listener = postgresListener({ url: suite.url, log });
  const queue = `queue-${newId()}`;
  const runs: string[] = [];
  await run(
    createJobWorker({
      database,
      queue,
      log,
      listener,
      pollMs: HOUR_MS,
      async handle({ key }) {
        runs.push(key);
        return runs.length === 1 ? { runAgainAfterMs: 50 } : 'finished';
      },
    }),
  );
  await isListening();
  await database.$transaction(tx => enqueueJob(tx, { queue, key: 'a', payload: {} }));
  await until(() => runs.length === 2, { describe: 'both runs' });
  await database.$transaction(tx => enqueueJob(tx, { queue, key: 'b', payload: {}, runAt: new Date(Date.now() + 50) }));
  await until(() => runs.length === 3, { describe: 'the job of later' });
  expect(runs).toEqual(['a', 'a', 'b']);
});

test('a worker runs for each notification of its channel, and for none of another', async () => {
  listener = postgresListener({ url: suite.url, log });
  let wanted = 0;
  let others = 0;
  const locks = postgresLocks({ url: suite.url, log });
  const wakeUps = listener.channel('parcels');
  await run(periodicWorker(HOUR_MS, 'a', async () => void wanted++, { locks, log, wakeUps }));
  await run(
    periodicWorker(HOUR_MS, 'b', async () => void others++, { locks, log, wakeUps: listener.channel('mails') }),
  );
  await isListening();
  await until(() => wanted >= 1 && others >= 1, { describe: 'the first runs' });
  const before = [wanted, others];
  await database.$executeRaw`SELECT pg_notify('parcels', '')`;
  await until(() => wanted > (before[0] ?? 0), { describe: 'the run after the notification' });
  await locks.close();
});

test('what was notified while the connection was lost is seen as soon as it is back', async () => {
  listener = postgresListener({ url: suite.url, log });
  let woken = 0;
  listener.channel('parcels')(() => {
    woken += 1;
  });
  await isListening();
  await until(() => woken === 1, { describe: 'the connection' });
  await database.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'listener'`;
  await until(() => woken === 2, { describe: 'the connection after' });
});
