import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ProblemError, RemoteProblemError } from '../../../contracts/codegen/runtime/problem.ts';
import { type Failure, FailureError, failureOf, retryAfterMs } from '../failure.ts';
import { newId } from '../ids.ts';
import { PrismaClient } from '../prisma/client/client.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { findJob } from '../testing/jobs.ts';
import { silentLog } from '../testing/log.ts';
import { until } from '../testing/until.ts';
import type { Worker } from '../workers/periodic-worker.ts';
import { prismaAdapter } from './database.ts';
import { claimJobs, finishJob, renewLease } from './job-lease.ts';
import { createJobWorker, type JobWorkerOptions } from './job-worker.ts';
import { discardJob, enqueueJob, listGivenUpJobs, removeJob, retryJob } from './jobs.ts';

let suite: TestDatabase;
let database: PrismaClient;
let queue: string;
const workers: Worker[] = [];

beforeAll(async () => {
  suite = await createTestDatabase('platform');
  database = new PrismaClient({ adapter: prismaAdapter({ url: suite.url, log: silentLog() }) });
});
beforeEach(() => {
  queue = `queue-${newId()}`;
});
afterEach(() => Promise.all(workers.splice(0).map(worker => worker.stop())));
afterAll(async () => {
  await database.$disconnect();
  await suite.drop();
});

const enqueue = (key: string, payload: unknown = {}, runAt?: Date) =>
  enqueueJob(database, { queue, key, payload, ...(runAt === undefined ? {} : { runAt }) });
const find = (key: string) => findJob(database, { queue, key });
const isGone = async (key: string) => (await find(key)) === undefined;

async function work(handle: JobWorkerOptions['handle'], options: Partial<JobWorkerOptions> = {}): Promise<Worker> {
  const pauses = { pollMs: 5, firstPauseMs: 1, maxPauseMs: 2 };
  const worker = createJobWorker({ database, queue, handle, log: silentLog(), ...pauses, ...options });
  workers.push(worker);
  await worker.start();
  return worker;
}

const unreachable = () => new FailureError({ kind: 'temporary', message: 'unreachable' });
const declined = () => new FailureError({ kind: 'refused', code: 'card_declined', message: 'The card was declined.' });

describe('a job', () => {
  test('runs with its payload, and is gone when it is finished', async () => {
    const seen: unknown[] = [];
    await enqueue('a', { amount: 5 });
    await work(async ({ key, payload }) => {
      seen.push([key, payload]);
      return 'finished';
    });
    await until(() => isGone('a'), { describe: 'the job is finished' });
    expect(seen).toEqual([['a', { amount: 5 }]]);
  });

  test('that was rolled back with its transaction does not exist', async () => {
    const failed = database.$transaction(async tx => {
      await enqueueJob(tx, { queue, key: 'a', payload: {} });
      throw new Error('rolled back');
    });
    await expect(failed).rejects.toThrow('rolled back');
    expect(await find('a')).toBeUndefined();
  });

  test('does not run before its time', async () => {
    await enqueue('later', {}, new Date(Date.now() + 3_600_000));
    await enqueue('now');
    const seen: string[] = [];
    await work(async ({ key }) => {
      seen.push(key);
      return 'finished';
    });
    await until(() => isGone('now'), { describe: 'the due job is finished' });
    expect(await find('later')).toMatchObject({ attempts: 0 });
    expect(seen).toEqual(['now']);
  });

  test('that fails temporarily is retried until it succeeds', async () => {
    await enqueue('a');
    const attempts: number[] = [];
    await work(async job => {
      attempts.push(job.attempts);
      if (attempts.length < 3) throw unreachable();
      return 'finished';
    });
    await until(() => isGone('a'), { describe: 'the job is finished' });
    expect(attempts).toEqual([1, 2, 3]);
  });

  test('waits as long as Retry-After says', async () => {
    await enqueue('a');
    await work(async () => {
      throw new FailureError({ kind: 'temporary', message: 'busy', retryAfterMs: 3_600_000 });
    });
    const failed = await until(async () => (await find('a'))?.lastError && find('a'), { describe: 'it failed once' });
    expect(failed.attempts).toBe(1);
    expect(failed.nextAt.getTime() - Date.now()).toBeGreaterThan(3_500_000);
  });

  test('that is refused is given up at once, with the code and words of the refusal', async () => {
    await enqueue('a');
    const ends: [string, Failure][] = [];
    await work(
      async () => {
        throw declined();
      },
      { onGiveUp: async ({ key }, failure) => void ends.push([key, failure]) },
    );
    const job = await until(async () => (await find('a'))?.gaveUpAt && find('a'), { describe: 'it is given up' });
    const failure = { kind: 'refused', code: 'card_declined', message: 'The card was declined.' };
    expect(job).toMatchObject({ attempts: 1, lastError: failure });
    expect(ends).toEqual([['a', failure]]);
  });

  test('is given up after its attempts, and never delays the others', async () => {
    await enqueue('poison');
    for (let n = 0; n < 20; n += 1) await enqueue(`fine-${n}`);
    const attempts = new Map<string, number>();
    await work(
      async ({ key }) => {
        attempts.set(key, (attempts.get(key) ?? 0) + 1);
        if (key === 'poison') throw new TypeError('a bug');
        return 'finished';
      },
      { maxAttempts: 3, concurrency: 1 },
    );
    await until(async () => (await find('poison'))?.gaveUpAt, { describe: 'the poison is given up' });
    await until(() => isGone('fine-19'), { describe: 'the others are finished' });
    expect(attempts.get('poison')).toBe(3);
    expect(await find('poison')).toMatchObject({ lastError: { kind: 'misconfigured', message: 'a bug' } });
    expect([...attempts.values()].reduce((sum, n) => sum + n)).toBe(23);
  });

  test('that ends its process at each attempt is given up', async () => {
    await enqueue('a');
    for (let n = 0; n < 3; n += 1) expect((await claimJobs(database, queue, 1, -1)).jobs).toHaveLength(1);
    await work(async () => 'finished', { maxAttempts: 3 });
    const job = await until(async () => (await find('a'))?.gaveUpAt && find('a'), { describe: 'it is given up' });
    expect(job.lastError?.message).toBe('The process ended during each attempt.');
  });

  test('whose end cannot be applied is given up once it can', async () => {
    await enqueue('a');
    let failures = 0;
    await work(
      async () => {
        throw declined();
      },
      {
        onGiveUp: async () => {
          failures += 1;
          if (failures === 1) throw new Error('the aggregate is locked');
        },
      },
    );
    await until(() => failures === 1, { describe: 'the end could not be applied' });
    await until(async () => (await find('a'))?.lastError, { describe: 'the failure is stored' });
    expect(await find('a')).toMatchObject({ gaveUpAt: null });
    await database.$executeRaw`UPDATE jobs SET next_at = now() WHERE queue = ${queue}`;
    await until(async () => (await find('a'))?.gaveUpAt, { describe: 'it is given up' });
  });

  test('runs again later when its handler says so, without an attempt', async () => {
    await enqueue('a');
    const attempts: number[] = [];
    await work(async job => {
      attempts.push(job.attempts);
      return attempts.length < 3 ? { runAgainAfterMs: 0 } : 'finished';
    });
    await until(() => isGone('a'), { describe: 'the job is finished' });
    expect(attempts).toEqual([1, 1, 1]);
  });

  test('is finished in the transaction of its effect, or not at all', async () => {
    await enqueue('a');
    let runs = 0;
    await work(async job => {
      runs += 1;
      await database.$transaction(async tx => {
        await job.finishIn(tx);
        if (runs === 1) throw unreachable();
      });
      return 'finished';
    });
    await until(() => isGone('a'), { describe: 'the job is finished' });
    expect(runs).toBe(2);
  });
});

describe('a key', () => {
  test('has one job: the newest payload counts', async () => {
    await enqueue('a', 1);
    await enqueue('a', 2);
    const payloads: unknown[] = [];
    await work(async ({ payload }) => {
      payloads.push(payload);
      return 'finished';
    });
    await until(() => isGone('a'), { describe: 'the job is finished' });
    expect(payloads).toEqual([2]);
  });

  test.each(['finished', 'failed', 'rescheduled'] as const)(
    'that is enqueued again during a run that is %s runs once more, and never twice at a time',
    async end => {
      await enqueue('a', 'old');
      const began = Promise.withResolvers<void>();
      const release = Promise.withResolvers<void>();
      const payloads: unknown[] = [];
      await work(async ({ payload }) => {
        payloads.push(payload);
        if (payload === 'new') return 'finished';
        began.resolve();
        await release.promise;
        if (end === 'failed') throw declined();
        return end === 'finished' ? 'finished' : { runAgainAfterMs: 3_600_000 };
      });
      await began.promise;
      await enqueue('a', 'new');
      release.resolve();
      await until(() => isGone('a'), { describe: 'the second run is finished' });
      expect(payloads).toEqual(['old', 'new']);
    },
  );

  test('that was given up can be enqueued again', async () => {
    await enqueue('a', 'old');
    await work(async ({ payload }) => {
      if (payload === 'old') throw declined();
      return 'finished';
    });
    await until(async () => (await find('a'))?.gaveUpAt, { describe: 'it is given up' });
    await enqueue('a', 'new');
    await until(() => isGone('a'), { describe: 'the new job is finished' });
  });

  test('whose work is no longer necessary can be removed', async () => {
    await enqueue('a', {}, new Date(Date.now() + 3_600_000));
    expect(await removeJob(database, { queue, key: 'a' })).toBe(true);
    expect(await removeJob(database, { queue, key: 'a' })).toBe(false);
  });
});

describe('several processes', () => {
  test('run each job once', async () => {
    for (let n = 0; n < 60; n += 1) await enqueue(`${n}`);
    const seen: string[] = [];
    const handle: JobWorkerOptions['handle'] = async ({ key }) => {
      seen.push(key);
      return 'finished';
    };
    await Promise.all([work(handle), work(handle), work(handle)]);
    await until(
      async () => (await database.$queryRaw<unknown[]>`SELECT 1 FROM jobs WHERE queue = ${queue}`).length === 0,
      {
        describe: 'all jobs are finished',
      },
    );
    expect(seen.length).toBe(60);
    expect(new Set(seen).size).toBe(60);
  });

  test('run at most `concurrency` jobs at a time', async () => {
    for (let n = 0; n < 10; n += 1) await enqueue(`${n}`);
    let current = 0;
    let most = 0;
    await work(
      async () => {
        current += 1;
        most = Math.max(most, current);
        await new Promise(setImmediate);
        current -= 1;
        return 'finished';
      },
      { concurrency: 3 },
    );
    await until(() => isGone('9'), { describe: 'all jobs are finished' });
    expect(most).toBe(3);
  });

  test('take over a job whose lease ended, and the first one cannot finish it', async () => {
    await enqueue('a');
    const [first] = (await claimJobs(database, queue, 1, -1)).jobs;
    const [second] = (await claimJobs(database, queue, 1, 60_000)).jobs;
    if (!first || !second) throw new Error('the job was not claimed twice');
    expect((await claimJobs(database, queue, 1, 60_000)).jobs).toEqual([]);
    expect(await renewLease(database, first, 60_000)).toBe(false);
    expect(await finishJob(database, first)).toBe(false);
    expect(await finishJob(database, second)).toBe(true);
  });

  test('give back a job whose attempt a shutdown interrupted', async () => {
    await enqueue('a');
    const began = Promise.withResolvers<void>();
    const worker = await work(async ({ signal }) => {
      began.resolve();
      await new Promise(resolve => signal.addEventListener('abort', resolve));
      throw new Error('aborted');
    });
    await began.promise;
    await worker.stop();
    expect(await find('a')).toMatchObject({ attempts: 0, lastError: null });
    expect((await claimJobs(database, queue, 1, 60_000)).jobs).toHaveLength(1);
  });
});

describe('jobs that were given up', () => {
  async function giveUp(...keys: string[]): Promise<void> {
    for (const key of keys) await enqueue(key);
    const worker = await work(async () => {
      throw declined();
    });
    for (const key of keys) await until(async () => (await find(key))?.gaveUpAt, { describe: `${key} is given up` });
    await worker.stop();
  }

  test('are listed page by page, latest first', async () => {
    await giveUp('a', 'b', 'c');
    const first = await listGivenUpJobs(database, { queue, limit: 2 });
    const last = first.at(-1);
    if (!last?.gaveUpAt) throw new Error('nothing is listed');
    const rest = await listGivenUpJobs(database, { queue, limit: 2, after: { gaveUpAt: last.gaveUpAt, id: last.id } });
    expect([...first, ...rest].map(({ key }) => key).sort()).toEqual(['a', 'b', 'c']);
    expect(rest).toHaveLength(1);
    expect((await listGivenUpJobs(database, { limit: 100 })).length).toBeGreaterThanOrEqual(3);
  });

  test('can be retried and closed, once', async () => {
    await giveUp('again', 'closed');
    const idOf = async (key: string) => (await find(key))?.id ?? '';
    expect(await discardJob(database, await idOf('closed'))).toBe(true);
    expect(await isGone('closed')).toBe(true);
    const id = await idOf('again');
    expect(await retryJob(database, id)).toBe(true);
    expect(await retryJob(database, id)).toBe(false);
    expect(await discardJob(database, id)).toBe(false);
    await work(async () => 'finished');
    await until(() => isGone('again'), { describe: 'the retried job is finished' });
  });
});

describe('a failure', () => {
  test.each<[string, unknown, Failure]>([
    ['a refusal', declined(), { kind: 'refused', code: 'card_declined', message: 'The card was declined.' }],
    [
      'a problem with a code',
      new RemoteProblemError({ status: 422, detail: 'No such sku.', extra: { code: 'unknown_sku' } }),
      { kind: 'refused', code: 'unknown_sku', message: 'Unprocessable Content: No such sku.' },
    ],
    [
      'a problem without a code',
      new ProblemError({ status: 404 }),
      { kind: 'refused', code: 'http_404', message: 'Not Found' },
    ],
    ['status 500', new ProblemError({ status: 500 }), { kind: 'temporary', message: 'Internal Server Error' }],
    [
      'Retry-After',
      new ProblemError({ status: 409, headers: { 'retry-after': '2' } }),
      { kind: 'temporary', message: 'Conflict', retryAfterMs: 2_000 },
    ],
    ['status 401', new ProblemError({ status: 401 }), { kind: 'misconfigured', message: 'Unauthorized' }],
    [
      'a lost connection',
      Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }),
      { kind: 'temporary', message: 'connect ECONNREFUSED' },
    ],
    ['a timeout', new DOMException('too slow', 'TimeoutError'), { kind: 'temporary', message: 'too slow' }],
    ['a bug', new TypeError('x is undefined'), { kind: 'misconfigured', message: 'x is undefined' }],
    ['a thrown text', 'no', { kind: 'misconfigured', message: 'no' }],
  ])('of %s is classified', (_name, error, failure) => {
    expect(failureOf(error)).toEqual(failure);
  });

  test.each([
    ['120', 120_000],
    ['Sun, 29 Nov 2026 12:00:30 GMT', 30_000],
    ['Sun, 29 Nov 2026 11:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('waits for Retry-After %s', (header, ms) => {
    expect(retryAfterMs(header, Date.parse('2026-11-29T12:00:00Z'))).toBe(ms);
  });
});
