import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { FailedWorkItem } from '../../../generated/audit/types.ts';
import { createPlatformClient } from '../../../generated/platform/client.ts';
import { createJobWorker } from '../../platform/data/job-worker.ts';
import { enqueueJob } from '../../platform/data/jobs.ts';
import { postgresFlows } from '../../platform/data/postgres-flows.ts';
import { postgresFailedWork } from '../../platform/failed-work/postgres-failed-work.ts';
import { failedWorkRouter } from '../../platform/failed-work/router.ts';
import { FailureError } from '../../platform/failure.ts';
import { createHttpApp } from '../../platform/http/http-app.ts';
import { createConsumers } from '../../platform/messaging/consumer.ts';
import { inboxTransaction } from '../../platform/messaging/inbox.ts';
import { addToOutbox } from '../../platform/messaging/outbox.ts';
import { postgresOutbox } from '../../platform/messaging/outbox-postgres.ts';
import { createRelay } from '../../platform/messaging/relay.ts';
import { startTestApp, type TestApp } from '../../platform/testing/app.ts';
import {
  type Counters,
  count,
  counted,
  counterConsumer,
  counterTopics,
  openCounters,
  TOPIC,
  type Tx,
} from '../../platform/testing/counters.ts';
import { serviceHeaders, TEST_PUBLIC_KEYS } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { publishBroken } from '../../platform/testing/publish.ts';
import { type TestTopics, testTopics } from '../../platform/testing/topics.ts';
import { until } from '../../platform/testing/until.ts';
import type { Worker } from '../../platform/workers/periodic-worker.ts';
import { type AuditSuite, auditSuite } from '../testing/suite.ts';
import { createFailedWork } from './failed-work.ts';

const log = silentLog();
let counters: Counters;
let topics: TestTopics;
let service: TestApp;
let suite: AuditSuite;
const workers: Worker[] = [];
/** Whether the handlers of job and events succeed. */
let works: boolean;

const platformClient = (url: string, caller: string) =>
  createPlatformClient({ baseUrl: url, headers: () => serviceHeaders(caller) });

beforeAll(async () => {
  [counters, topics] = await Promise.all([openCounters(), testTopics(counterTopics)]);
  const { prisma } = counters;
  service = await startTestApp(
    createHttpApp({ log, routers: [], checks: { database: () => prisma.$queryRaw`SELECT 1` } }),
    postgresFlows(prisma),
    failedWorkRouter({
      store: postgresFailedWork(prisma),
      audience: 'audit',
      publicKeys: TEST_PUBLIC_KEYS,
      checkResponses: true,
    }),
  );
  const gone = 'http://127.0.0.1:9';
  suite = await auditSuite({
    failedWork: createFailedWork(
      new Map([
        ['totals', platformClient(service.url, 'audit')],
        ['gone', platformClient(gone, 'audit')],
      ]),
      topics.connection,
    ),
    serviceUrls: new Map([
      ['totals', service.url],
      ['gone', gone],
    ]),
  });
  const inTransaction = inboxTransaction<Tx, Tx>(prisma, tx => tx);
  workers.push(
    createJobWorker({
      database: prisma,
      queue: 'settlement',
      log,
      pollMs: 5,
      async handle() {
        if (works) return 'finished';
        throw new FailureError({ kind: 'refused', code: 'charge_expired', message: 'The charge has expired.' });
      },
    }),
    createRelay({
      kafka: topics.connection,
      source: postgresOutbox({ url: counters.url }),
      topics: counterTopics,
      log,
    }),
    createConsumers<Tx>({
      kafka: topics.connection,
      group: 'totals',
      consumers: [
        counterConsumer(async (event, meta, tx) => {
          if (!works) throw new Error('The total is locked.');
          await count(event, meta, tx);
        }),
      ],
      inTransaction,
      log,
      maxAttempts: 2,
      firstPauseMs: 5,
    }),
  );
  for (const worker of workers) await worker.start();
});
afterAll(async () => {
  await Promise.all(workers.map(worker => worker.stop()));
  await Promise.all([suite.close(), service.close()]);
  await Promise.all([counters.drop(), topics.drop()]);
});
beforeEach(() => {
  works = false;
});

async function listed(): Promise<FailedWorkItem[]> {
  const answer = await suite.staff('admin').listFailedWork();
  if (answer.status !== 200) throw new Error(`${answer.status}`);
  expect(answer.body.unavailable).toEqual(['gone']);
  return answer.body.items;
}

async function failed(isWanted: (item: FailedWorkItem) => boolean): Promise<FailedWorkItem> {
  await until(async () => (await listed()).some(isWanted), { describe: 'the failed work is listed' });
  const item = (await listed()).find(isWanted);
  if (!item) throw new Error('It is not listed.');
  return item;
}

const ref = ({ service: name, kind, id }: FailedWorkItem) => ({ service: name, kind, id });
const retry = (...items: FailedWorkItem[]) => suite.staff('admin').retryFailedWork({ body: { items: items.map(ref) } });
const discard = (...items: FailedWorkItem[]) =>
  suite.staff('admin').discardFailedWork({ body: { items: items.map(ref), reason: 'Settled by hand' } });
const isListed = async (item: FailedWorkItem) => (await listed()).some(({ id }) => id === item.id);
const logged = async ({ id }: FailedWorkItem) =>
  (await suite.entries({ resource: 'failed-work', resourceId: id })).map(({ action, reason }) => [action, reason]);

/** A job that is given up. */
async function givenUpJob(key: string): Promise<FailedWorkItem> {
  await enqueueJob(counters.prisma, { queue: 'settlement', key, payload: { amount: 5 } });
  return failed(item => item.kind === 'job' && item.key === key);
}

/** An event that Kafka refused. */
async function parkedEvent(key: string): Promise<FailedWorkItem> {
  const event = counted(key, 3);
  await counters.prisma.parkedEvent.create({
    data: {
      id: event.id,
      aggregatetype: 'counter',
      aggregateid: key,
      type: event.type,
      payload: { by: 3 },
      topic: TOPIC,
      source: event.source,
      subject: event.subject,
      time: event.time,
      reason: 'MESSAGE_TOO_LARGE',
      attempts: 2,
    },
  });
  return failed(item => item.kind === 'event' && item.key === key);
}

/** An event that the consumer group could not handle. */
async function deadLetter(key: string): Promise<FailedWorkItem> {
  await addToOutbox(counters.prisma, counted(key, 4));
  return failed(item => item.kind === 'dead_letter' && item.key === key);
}

describe('a job that was given up', () => {
  test('is listed with its reason, and a retry finishes it', async () => {
    const job = await givenUpJob('payment-1');
    expect(job).toMatchObject({
      service: 'totals',
      name: 'settlement',
      attempts: 1,
      error: 'The charge has expired.',
      payload: { amount: 5 },
    });
    works = true;
    expect(await retry(job)).toMatchObject({ status: 200, body: { count: 1 } });
    await until(async () => (await counters.prisma.job.count({ where: { key: 'payment-1' } })) === 0, {
      describe: 'the job is finished',
    });
    expect(await isListed(job)).toBe(false);
    expect(await logged(job)).toEqual([['retried', undefined]]);
  });

  test('is listed again when the retry fails', async () => {
    const job = await givenUpJob('payment-2');
    await retry(job);
    const again = await failed(item => item.id === job.id);
    expect(again.error).toBe('The charge has expired.');
    await discard(again);
  });

  test('is discarded with a reason, and retried no more', async () => {
    const job = await givenUpJob('payment-3');
    expect(await discard(job)).toMatchObject({ status: 200, body: { count: 1 } });
    expect(await isListed(job)).toBe(false);
    expect(await logged(job)).toEqual([['discarded', 'Settled by hand']]);
    expect(await retry(job)).toMatchObject({ status: 200, body: { count: 0 } });
  });
});

describe('an event that Kafka refused', () => {
  test('is published again, and has its effect', async () => {
    const event = await parkedEvent('refused-1');
    expect(event).toMatchObject({ service: 'totals', name: 'Counted', topic: TOPIC, error: 'MESSAGE_TOO_LARGE' });
    works = true;
    await retry(event);
    await until(async () => (await counters.total('refused-1')) === 3, { describe: 'the event was handled' });
    expect(await isListed(event)).toBe(false);
    expect(await logged(event)).toEqual([['retried', undefined]]);
  });

  test('is discarded, and never published', async () => {
    const event = await parkedEvent('refused-2');
    await discard(event);
    expect(await isListed(event)).toBe(false);
    expect(await counters.total('refused-2')).toBe(0);
  });
});

describe('a dead letter', () => {
  test('is listed with its error, and is handled by a retry', async () => {
    const letter = await deadLetter('dead-1');
    expect(letter).toMatchObject({
      service: 'totals',
      name: 'Counted',
      topic: TOPIC,
      attempts: 2,
      error: 'The total is locked.',
      payload: { by: 4 },
    });
    works = true;
    expect(await retry(letter)).toMatchObject({ body: { count: 1 } });
    await until(async () => (await counters.total('dead-1')) === 4, { describe: 'the letter was handled' });
    expect(await isListed(letter)).toBe(false);
  });

  test('that breaks its contract says where, and is discarded', async () => {
    await publishBroken(topics.connection, counted('dead-2', 1));
    const letter = await failed(item => item.kind === 'dead_letter' && item.key === 'dead-2');
    expect(letter.error).toContain('breaks its contract');
    expect(letter.payload).toEqual({ broken: true });
    await discard(letter);
    expect(await isListed(letter)).toBe(false);
    expect(await logged(letter)).toEqual([['discarded', 'Settled by hand']]);
  });
});

test('only admins may see failed work and act on it', async () => {
  const orders = suite.staff('orders');
  const body = { items: [{ service: 'totals', kind: 'job', id: 'x' } as const] };
  expect((await orders.listFailedWork()).status).toBe(403);
  expect((await orders.retryFailedWork({ body })).status).toBe(403);
  expect((await orders.discardFailedWork({ body: { ...body, reason: 'x' } })).status).toBe(403);
  expect((await suite.nobody.listFailedWork()).status).toBe(401);
});

test('no other service may act on the failed work of a service', async () => {
  const cart = platformClient(service.url, 'cart');
  expect((await cart.listFailedWorkOfService({})).status).toBe(403);
  expect((await cart.discardFailedWorkOfService({ body: { jobs: [], events: [] } })).status).toBe(403);
});

test('each service is listed with its version, its flows and its load, also one that does not answer', async () => {
  const job = await givenUpJob('payment-4');
  // On a busy machine a service may answer too late to be ready.
  const items = await until(
    async () => {
      const answer = await suite.staff('support').listServices();
      if (answer.status !== 200) throw new Error(`${answer.status}`);
      const [first] = answer.body.items;
      return first?.ready && first.flows.length > 0 && answer.body.items;
    },
    { describe: 'the service is ready' },
  );
  const [totals, gone] = items;
  expect(totals).toMatchObject({ name: 'totals', ready: true, version: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  expect(totals?.flows).toContainEqual({ name: 'jobs given up', unit: 'items', limit: 0, value: 1, stalled: true });
  expect(totals?.load?.requests).toBeGreaterThan(0);
  expect(gone).toEqual({ name: 'gone', ready: false, flows: [] });
  await discard(job);
});
