import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { addToOutbox } from '../messaging/outbox.ts';
import { flowStates } from '../observability/flow.ts';
import { type Counters, counted, openCounters } from '../testing/counters.ts';
import { claimJobs } from './job-lease.ts';
import { enqueueJob } from './jobs.ts';
import { postgresFlows } from './postgres-flows.ts';

let counters: Counters;
beforeAll(async () => {
  counters = await openCounters();
});
afterAll(() => counters.drop());

const states = () => flowStates(postgresFlows(counters.prisma));
const HOUR_MS = 3_600_000;

test('a database without waiting work flows', async () => {
  await enqueueJob(counters.prisma, { queue: 'later', key: 'a', payload: {}, runAt: new Date(Date.now() + HOUR_MS) });
  expect(await states()).toEqual({
    outbox: { unit: 'seconds', limit: 60, value: 0, stalled: false },
    'parked events': { unit: 'items', limit: 0, value: 0, stalled: false },
    jobs: { unit: 'seconds', limit: 300, value: 0, stalled: false },
    'jobs given up': { unit: 'items', limit: 0, value: 0, stalled: false },
  });
});

test('an old event, a job that does not run and a parked event are stalls', async () => {
  const { prisma } = counters;
  const old = new Date(Date.now() - HOUR_MS);
  await addToOutbox(prisma, { ...counted('a', 1), time: old.toISOString() });
  await enqueueJob(prisma, { queue: 'due', key: 'a', payload: {}, runAt: old });
  const { outbox, jobs } = await states();
  for (const state of [outbox, jobs]) {
    expect(state?.stalled).toBe(true);
    expect(Math.round((state?.value ?? 0) / 60)).toBe(60);
  }
  await prisma.$executeRaw`INSERT INTO parked_events SELECT id, aggregatetype, aggregateid, type, payload, topic, source, subject, time,
    traceparent, 'too large', 1 FROM outbox`;
  expect((await states())['parked events']).toEqual({ unit: 'items', limit: 0, value: 1, stalled: true });
});

test('a job that runs is no stall', async () => {
  await enqueueJob(counters.prisma, { queue: 'running', key: 'a', payload: {}, runAt: new Date(Date.now() - HOUR_MS) });
  await counters.prisma.$executeRaw`DELETE FROM jobs WHERE queue = 'due'`;
  expect((await claimJobs(counters.prisma, 'running', 1, 60_000)).jobs).toHaveLength(1);
  expect((await states()).jobs?.stalled).toBe(false);
});
