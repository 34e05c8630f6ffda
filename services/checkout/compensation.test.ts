import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { findJob } from '../platform/testing/jobs.ts';
import { until } from '../platform/testing/until.ts';
import { compensationWorker } from './compensation.ts';
import { completeAbandoned } from './completer.ts';
import { COMPENSATION } from './store.ts';
import { type CheckoutSuite, expireLease, newKey, requestFor, startCheckout } from './testing/suite.ts';

let suite: CheckoutSuite;
let worker: ReturnType<typeof compensationWorker>;
beforeAll(async () => {
  suite = await startCheckout();
  await startWorker();
});
afterAll(async () => {
  await worker.stop();
  await suite.close();
});
beforeEach(() => suite.upstreams.down.clear());

async function startWorker(): Promise<void> {
  worker = compensationWorker({ ...suite.compensation, pollMs: 20, firstPauseMs: 20 });
  await worker.start();
}
const jobOf = (id: string) => findJob(suite.database, { queue: COMPENSATION, key: id });
const complete = () => completeAbandoned(suite.completer, new AbortController().signal);

test('a cancellation that a service does not answer is completed once it answers', async () => {
  const answer = await suite.client.createCheckout({
    headers: { 'idempotency-key': newKey() },
    body: requestFor(suite.upstreams.fill('j1', 2, 101, 2)),
  });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer));
  const { id, orderId, orderToken } = answer.body;
  suite.upstreams.down.add('releaseReservation');
  const response = await fetch(`${suite.url}/checkout/${id}/cancellation`, {
    method: 'POST',
    headers: { 'x-order-token': orderToken },
  });
  expect(response.status).toBe(202);
  await until(async () => ((await jobOf(id))?.attempts ?? 0) > 1, { describe: 'it was tried again' });
  expect((await jobOf(id))?.lastError).toMatchObject({ kind: 'temporary' });
  suite.upstreams.down.clear();
  await until(async () => (await jobOf(id)) === undefined, { describe: 'the job is done' });
  expect(suite.upstreams.stock.get('j1')).toBe(2);
  expect(suite.upstreams.orders.get(orderId)?.order.status).toBe('cancelled');
});

test('a compensation that fails becomes a job, which the completer ignores', async () => {
  await worker.stop(); // the job would be due in a few seconds
  const key = newKey();
  const body = requestFor(suite.upstreams.fill('j2', 2, 101, 10), { paymentMethod: 'pm_declined' });
  suite.upstreams.down.add('releaseReservation');
  expect((await suite.client.createCheckout({ headers: { 'idempotency-key': key }, body })).status).toBe(202);
  const { id, orderId } = await suite.database.checkout.findFirstOrThrow({ where: { key } });
  await expireLease(suite.database, key);
  expect(await complete()).toBe(0);
  expect(await jobOf(id)).toMatchObject({ attempts: 0, gaveUpAt: null });
  await suite.database.$executeRaw`UPDATE jobs SET gave_up_at = now() WHERE key = ${id}`;
  suite.upstreams.down.clear();
  await expireLease(suite.database, key);
  expect(await complete()).toBe(0);
  expect(suite.upstreams.reservations.get(orderId)?.status).toBe('held');
  await suite.database.$executeRaw`UPDATE jobs SET gave_up_at = NULL, next_at = now() WHERE key = ${id}`;
  await startWorker();
  await until(async () => (await jobOf(id)) === undefined, { describe: 'the job is done' });
  expect(suite.upstreams.reservations.get(orderId)?.status).toBe('released');
  expect(await suite.client.createCheckout({ headers: { 'idempotency-key': key }, body })).toMatchObject({
    status: 402,
  });
});
