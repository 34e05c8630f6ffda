import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { leaderLocks } from '../platform/data/leader.ts';
import { postgresLocks } from '../platform/data/locks.ts';
import { retention } from '../platform/data/retention.ts';
import { newId } from '../platform/ids.ts';
import { silentLog } from '../platform/testing/log.ts';
import { until } from '../platform/testing/until.ts';
import { retentionRules } from './store-retention.ts';
import { faults, type Inventory, startInventory, stockUp } from './testing/suite.ts';

let inventory: Inventory;
beforeAll(async () => {
  inventory = await startInventory();
});
afterAll(() => inventory.close());

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

/** A reservation of one unit with this status, made so many days ago. */
async function reservation(status: string, days: number): Promise<string> {
  const reservationId = newId();
  const body = { lines: [{ sku: 'kept', quantity: 1 }], expiresInSeconds: 600 };
  await inventory.service.reserveStock({ path: { reservationId }, body });
  if (status === 'released') await inventory.service.releaseReservation({ path: { reservationId } });
  await inventory.database.reservation.update({
    where: { id: reservationId },
    data: { createdAt: daysAgo(days), ...(status === 'held' ? {} : { status }) },
  });
  return reservationId;
}

test('reservations that ended long ago are deleted with their lines; those that are held, or sold this year, stay', async () => {
  const log = silentLog();
  await stockUp(inventory, { 'kept@east': 50 });
  const gone = [await reservation('released', 91), await reservation('released', 300)];
  const kept = [await reservation('released', 89), await reservation('held', 200)];
  const locks = leaderLocks(postgresLocks({ url: inventory.databaseUrl, log }));
  const rules = retentionRules(inventory.database, { RESERVATION_RETENTION_DAYS: 90, SALE_RETENTION_DAYS: 400 });
  const worker = retention({ rules, locks, log });
  await worker.start();
  const ids = async () => (await inventory.database.reservation.findMany()).map(({ id }) => id).sort();
  await until(async () => (await ids()).length === kept.length, { describe: 'the old ones are deleted' });
  await worker.stop();
  await locks.close();
  expect(await ids()).toEqual(kept.toSorted());
  expect(await inventory.database.reservationLine.count({ where: { reservationId: { in: gone } } })).toBe(0);
  expect(await faults(inventory)).toEqual([]);
});
