import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../platform/ids.ts';
import { inTransaction } from './store.ts';
import { faults, type Inventory, published, startInventory, stockUp } from './testing/suite.ts';

let inventory: Inventory;
beforeAll(async () => {
  inventory = await startInventory();
});
afterAll(() => inventory.close());

const buy = (lines: { sku: string; quantity: number }[]) =>
  inventory.service.reserveStock({ path: { reservationId: newId() }, body: { lines, expiresInSeconds: 600 } });
const count = (answers: { status: number }[], status: number) =>
  answers.filter(answer => answer.status === status).length;

test('200 buyers at once for 50 units: exactly 50 get one', async () => {
  await stockUp(inventory, { 'hot@east': 30, 'hot@west': 20 });
  const answers = await Promise.all(Array.from({ length: 200 }, () => buy([{ sku: 'hot', quantity: 1 }])));
  expect(count(answers, 200)).toBe(50);
  expect(count(answers, 409)).toBe(150);
  const events = (await published(inventory)).filter(event => event.type === 'InventoryReserved');
  expect(events).toHaveLength(50);
  expect(new Set(events.map(event => JSON.stringify(event.payload).match(/"version":\d+/)?.[0])).size).toBe(50);
  expect(await faults(inventory)).toEqual([]);
});

test('reservations of the same skus in opposing order, beside releases and imports: no deadlock, nothing lost or sold twice', async () => {
  const skus = ['m1', 'm2', 'm3', 'm4'];
  await stockUp(
    inventory,
    Object.fromEntries(
      skus.flatMap(sku => [
        [`${sku}@east`, 20],
        [`${sku}@west`, 20],
      ]),
    ),
  );
  const carts = Array.from({ length: 120 }, (_, n) => {
    const lines = skus.map(sku => ({ sku, quantity: 1 }));
    return n % 2 === 0 ? lines : lines.reverse();
  });
  const noise = Array.from({ length: 20 }, async (_, n) => {
    const levels = skus.map(sku => ({ sku, location: 'north', onHand: 0 }));
    return inventory.service.setLevels({ body: { levels: n % 2 === 0 ? levels : levels.reverse(), reason: 'noise' } });
  });
  const [answers, imports] = await Promise.all([Promise.all(carts.map(buy)), Promise.all(noise)]);
  expect(count(answers, 200)).toBe(40);
  expect(count(answers, 409)).toBe(80);
  expect(count(imports, 200)).toBe(20);
  const bought = answers.flatMap(answer => (answer.status === 200 ? [answer.body.id] : []));
  await Promise.all(
    bought.flatMap(reservationId =>
      [1, 2].map(() => inventory.service.releaseReservation({ path: { reservationId } })),
    ),
  );
  expect(await inventory.service.lookUpAvailability({ body: { skus } })).toMatchObject({
    body: { items: skus.map(sku => ({ sku, available: 40 })) },
  });
  expect(await faults(inventory)).toEqual([]);
});

test('a transaction that the database aborted as a deadlock victim is retried as a whole', async () => {
  await stockUp(inventory, { 'z1@east': 1, 'z2@east': 1 });
  const met = Promise.withResolvers<void>();
  let arrived = 0;
  let runs = 0;
  const crossing = (first: string, second: string) =>
    inTransaction(inventory.database, async tx => {
      runs += 1;
      await tx.$queryRaw`SELECT 1 FROM skus WHERE sku = ${first} FOR UPDATE`;
      arrived += 1;
      if (arrived === 2) met.resolve();
      await met.promise;
      await tx.$queryRaw`SELECT 1 FROM skus WHERE sku = ${second} FOR UPDATE`;
      return `${first} then ${second}`;
    });
  expect(await Promise.all([crossing('z1', 'z2'), crossing('z2', 'z1')])).toEqual(['z1 then z2', 'z2 then z1']);
  expect(runs).toBe(3);
});
