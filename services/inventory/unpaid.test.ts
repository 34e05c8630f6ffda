import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../platform/ids.ts';
import { allocateOrders } from './allocations.ts';
import { faults, type Inventory, startInventory, stockUp } from './testing/suite.ts';

let inventory: Inventory;
beforeAll(async () => {
  inventory = await startInventory();
});
afterAll(() => inventory.close());

const reserve = (holder: string, sku: string, quantity: number, id = newId()) =>
  inventory.service.reserveStock({
    path: { reservationId: id },
    body: {
      lines: [{ sku, quantity }],
      expiresInSeconds: 600,
      unpaid: { holders: [{ id: holder, maxReservations: 3 }], maxPercent: 50 },
    },
  });
const tooMany = { status: 409, body: { code: 'too_many_reservations' } };

test('a holder has a limited number of unpaid reservations, also with concurrent requests', async () => {
  await stockUp(inventory, { 'u1@east': 100 });
  const answers = await Promise.all(Array.from({ length: 8 }, () => reserve('ada', 'u1', 1)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 409)).toHaveLength(5);
  expect(await reserve('ada', 'u1', 1)).toMatchObject(tooMany);
  expect(await reserve('grace', 'u1', 1)).toMatchObject({ status: 200 });
  expect(await faults(inventory)).toEqual([]);
});

test('one that was paid, cancelled or has expired no longer counts; a repetition is the same reservation', async () => {
  await stockUp(inventory, { 'u2@east': 100 });
  const paid = newId();
  const givenUp = newId();
  const third = newId();
  for (const id of [paid, givenUp, third]) expect((await reserve('bob', 'u2', 1, id)).status).toBe(200);
  expect((await reserve('bob', 'u2', 1, third)).status).toBe(200);
  expect(await reserve('bob', 'u2', 1)).toMatchObject(tooMany);
  const order = { orderId: paid, lines: [{ sku: 'u2', quantity: 1 }], traced: <T>(work: () => T) => work() };
  await inventory.database.$transaction(tx => allocateOrders(tx, [order]));
  expect((await reserve('bob', 'u2', 1)).status).toBe(200);
  await inventory.service.releaseReservation({ path: { reservationId: givenUp } });
  expect((await reserve('bob', 'u2', 1)).status).toBe(200);
  expect(await reserve('bob', 'u2', 1)).toMatchObject(tooMany);
});

test('unpaid reservations together leave half of the stock to others', async () => {
  await stockUp(inventory, { 'u3@east': 60, 'u3@west': 40 });
  expect((await reserve('a', 'u3', 30)).status).toBe(200);
  expect(await reserve('b', 'u3', 21)).toMatchObject({
    status: 409,
    body: { code: 'not_enough_stock', shortages: [{ sku: 'u3', requested: 21, available: 20 }] },
  });
  expect((await reserve('c', 'u3', 20)).status).toBe(200);
  const now = { lines: [{ sku: 'u3', quantity: 50 }], expiresInSeconds: 600 };
  const withCard = await inventory.service.reserveStock({ path: { reservationId: newId() }, body: now });
  expect(withCard.status).toBe(200);
  expect(await faults(inventory)).toEqual([]);
});
