import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newId } from '../platform/ids.ts';
import { serviceHeaders } from '../platform/testing/identity.ts';
import { until } from '../platform/testing/until.ts';
import { sweepExpired } from './reservations.ts';
import { faults, type Inventory, published, startInventory, stockUp } from './testing/suite.ts';

let inventory: Inventory;
beforeAll(async () => {
  inventory = await startInventory();
});
afterAll(() => inventory.close());

const reserve = (reservationId: string, lines: Record<string, number>, expiresInSeconds = 600) =>
  inventory.service.reserveStock({
    path: { reservationId },
    body: { lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })), expiresInSeconds },
  });
const release = (reservationId: string) => inventory.service.releaseReservation({ path: { reservationId } });
const available = async (...skus: string[]) => {
  const answer = await inventory.service.lookUpAvailability({ body: { skus } });
  return answer.status === 200 ? Object.fromEntries(answer.body.items.map(item => [item.sku, item.available])) : answer;
};
const eventsOf = async (key: string) => (await published(inventory)).filter(event => event.key === key);

test('reserves stock once, however often the request is repeated, and publishes it once', async () => {
  await stockUp(inventory, { 'r1@east': 3, 'r1@west': 10 });
  const id = newId();
  const first = await reserve(id, { r1: 4 });
  const second = await reserve(id, { r1: 4 });
  expect(first).toMatchObject({
    status: 200,
    body: { id, status: 'held', lines: [{ sku: 'r1', quantity: 4, location: 'west' }] },
  });
  expect(second.body).toEqual(first.body);
  expect(await available('r1')).toEqual({ r1: 9 });
  expect(await eventsOf(id)).toEqual([
    {
      type: 'InventoryReserved',
      key: id,
      payload: expect.objectContaining({
        reservationId: id,
        lines: [{ sku: 'r1', quantity: 4, available: 9, version: 2 }],
      }),
    },
  ]);
  expect(await inventory.service.getReservation({ path: { reservationId: id } })).toMatchObject({
    status: 200,
    body: first.body,
  });
  expect(await faults(inventory)).toEqual([]);
});

test('concurrent identical requests are one reservation', async () => {
  await stockUp(inventory, { 'r2@east': 10 });
  const id = newId();
  const answers = await Promise.all(Array.from({ length: 8 }, () => reserve(id, { r2: 2 })));
  for (const answer of answers) expect(answer).toMatchObject({ status: 200, body: { id, status: 'held' } });
  expect(await available('r2')).toEqual({ r2: 8 });
  expect(await eventsOf(id)).toHaveLength(1);
});

test('all lines or none, and every shortage is named', async () => {
  await stockUp(inventory, { 'r3@east': 5, 'r4@east': 1 });
  const id = newId();
  const answer = await reserve(id, { r3: 2, r4: 2, unknown: 1 });
  expect(answer).toMatchObject({
    status: 409,
    body: {
      code: 'not_enough_stock',
      shortages: [
        { sku: 'r4', requested: 2, available: 1 },
        { sku: 'unknown', requested: 1, available: 0 },
      ],
    },
  });
  expect(await available('r3', 'r4', 'unknown')).toEqual({ r3: 5, r4: 1, unknown: 0 });
  expect(await eventsOf(id)).toEqual([]);
  await stockUp(inventory, { 'r4@east': 2, 'unknown@east': 1 });
  expect(await reserve(id, { r3: 2, r4: 2, unknown: 1 })).toMatchObject({ status: 200, body: { status: 'held' } });
});

test('lines that no location can serve alone come from several', async () => {
  await stockUp(inventory, { 'r5@east': 2, 'r5@west': 2 });
  expect(await reserve(newId(), { r5: 3 })).toMatchObject({
    status: 200,
    body: {
      lines: [
        { sku: 'r5', quantity: 2, location: 'east' },
        { sku: 'r5', quantity: 1, location: 'west' },
      ],
    },
  });
  expect(await available('r5')).toEqual({ r5: 1 });
});

test('the same id with other lines is refused; the same lines in another order are the same', async () => {
  await stockUp(inventory, { 'r6@east': 9, 'r7@east': 9 });
  const id = newId();
  await reserve(id, { r6: 1, r7: 2 });
  expect(await reserve(id, { r7: 2, r6: 1 })).toMatchObject({ status: 200, body: { status: 'held' } });
  expect(await reserve(id, { r6: 2, r7: 2 })).toMatchObject({ status: 422, body: { code: 'other_lines' } });
  expect(await available('r6', 'r7')).toEqual({ r6: 8, r7: 7 });
});

test('releases once, and a late request finds it ended', async () => {
  await stockUp(inventory, { 'r8@east': 4 });
  const id = newId();
  await reserve(id, { r8: 3 });
  expect(await release(id)).toMatchObject({ status: 200, body: { status: 'released' } });
  expect(await release(id)).toMatchObject({ status: 200, body: { status: 'released' } });
  expect(await available('r8')).toEqual({ r8: 4 });
  expect(await reserve(id, { r8: 3 })).toMatchObject({ status: 200, body: { status: 'released' } });
  expect(await available('r8')).toEqual({ r8: 4 });
  expect((await eventsOf(id)).map(event => event.type)).toEqual(['InventoryReserved', 'InventoryReleased']);
});

test('released before it was requested: nothing is ever reserved', async () => {
  await stockUp(inventory, { 'r9@east': 4 });
  const id = newId();
  expect(await release(id)).toMatchObject({ status: 200, body: { status: 'released', lines: [] } });
  expect(await reserve(id, { r9: 3 })).toMatchObject({ status: 200, body: { status: 'released', lines: [] } });
  expect(await available('r9')).toEqual({ r9: 4 });
  expect(await eventsOf(id)).toEqual([]);
});

test('expired units are released once, and only by the sweeper', async () => {
  await stockUp(inventory, { 's1@east': 5 });
  const short = newId();
  const long = newId();
  await reserve(short, { s1: 2 }, 1);
  await reserve(long, { s1: 2 }, 600);
  await until(
    async () =>
      (await inventory.database.reservation.count({ where: { id: short, expiresAt: { lte: new Date() } } })) === 1,
    {
      describe: 'its time is over',
    },
  );
  expect(await available('s1')).toEqual({ s1: 1 });
  expect(await reserve(newId(), { s1: 2 })).toMatchObject({ status: 409 });
  const { signal } = new AbortController();
  const swept = await Promise.all([sweepExpired(inventory.database, signal), sweepExpired(inventory.database, signal)]);
  expect(swept[0] + swept[1]).toBe(1);
  expect(await available('s1')).toEqual({ s1: 3 });
  expect(await reserve(short, { s1: 2 })).toMatchObject({ status: 200, body: { status: 'expired' } });
  expect(await release(short)).toMatchObject({ status: 200, body: { status: 'expired' } });
  expect((await eventsOf(short)).at(-1)).toMatchObject({
    type: 'InventoryReleased',
    payload: { reason: 'expired', lines: [{ sku: 's1', quantity: 2, available: 3 }] },
  });
  expect(await faults(inventory)).toEqual([]);
});

test('more expired reservations than a batch, of shared skus', async () => {
  await stockUp(inventory, { 's2@east': 500, 's3@west': 500 });
  const ids = Array.from({ length: 130 }, () => newId());
  await Promise.all(ids.map(id => reserve(id, { s2: 1, s3: 2 })));
  await inventory.database.reservation.updateMany({ where: { id: { in: ids } }, data: { expiresAt: new Date(0) } });
  expect(await sweepExpired(inventory.database, new AbortController().signal)).toBe(130);
  expect(await available('s2', 's3')).toEqual({ s2: 500, s3: 500 });
  expect(await faults(inventory)).toEqual([]);
});

test('an unknown reservation is not found', async () => {
  expect(await inventory.service.getReservation({ path: { reservationId: newId() } })).toMatchObject({ status: 404 });
});

test('only services may reserve', async () => {
  const input = {
    path: { reservationId: newId() },
    body: { lines: [{ sku: 'r1', quantity: 1 }], expiresInSeconds: 60 },
  };
  expect(await inventory.nobody.reserveStock(input)).toMatchObject({ status: 401 });
  expect(await inventory.staff('admin').reserveStock(input)).toMatchObject({ status: 401 });
});

test('reservations are listed newest first, page by page, by status', async () => {
  await stockUp(inventory, { 'p1@east': 9 });
  const ids = [newId(), newId(), newId()];
  for (const id of ids) await reserve(id, { p1: 1 });
  await release(ids[1] ?? '');
  const staff = inventory.staff('support');
  const first = await staff.listReservations({ query: { limit: 2 } });
  if (first.status !== 200) throw new Error('no page');
  expect(first.body.items.map(item => item.id)).toEqual([ids[2], ids[1]]);
  const second = await staff.listReservations({ query: { limit: 2, cursor: first.body.nextCursor ?? undefined } });
  expect(second).toMatchObject({ status: 200, body: { items: [{ id: ids[0] }, {}] } });
  const held = await staff.listReservations({ query: { status: 'held', limit: 2 } });
  expect(held).toMatchObject({ status: 200, body: { items: [{ id: ids[2] }, { id: ids[0] }] } });
  expect(await inventory.nobody.listReservations()).toMatchObject({ status: 401 });
});

test.each<[string, unknown]>([
  ['no lines', { lines: [], expiresInSeconds: 60 }],
  ['a negative quantity', { lines: [{ sku: 'r1', quantity: -1 }], expiresInSeconds: 60 }],
  ['a huge quantity', { lines: [{ sku: 'r1', quantity: 1e12 }], expiresInSeconds: 60 }],
  ['half a unit', { lines: [{ sku: 'r1', quantity: 0.5 }], expiresInSeconds: 60 }],
  ['an unknown field', { lines: [{ sku: 'r1', quantity: 1 }], expiresInSeconds: 60, location: 'east' }],
  ['an operator in place of a value', { lines: [{ sku: { $ne: null }, quantity: 1 }], expiresInSeconds: 60 }],
  ['no end', { lines: [{ sku: 'r1', quantity: 1 }] }],
  ['malformed JSON', '{"lines":['],
])('%s: 400, and nothing is held', async (_name, body) => {
  const id = newId();
  const response = await fetch(`${inventory.url}/internal/inventory/reservations/${id}`, {
    method: 'PUT',
    headers: { ...(await serviceHeaders('checkout')), 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  expect(response.status).toBe(400);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(await response.json()).toMatchObject({ status: 400, title: 'Bad Request' });
  expect(await inventory.service.getReservation({ path: { reservationId: id } })).toMatchObject({ status: 404 });
});

test('the maximum of one request: a hundred lines of different skus, or all of one', async () => {
  const many = Array.from({ length: 100 }, (_, n) => `many-${n}`);
  await stockUp(inventory, Object.fromEntries(many.map(sku => [`${sku}@west`, 1])));
  await stockUp(inventory, { 'same@east': 100 });
  expect(await reserve(newId(), Object.fromEntries(many.map(sku => [sku, 1])))).toMatchObject({
    status: 200,
    body: { status: 'held' },
  });
  const lines = many.map(() => ({ sku: 'same', quantity: 1 }));
  const answer = await inventory.service.reserveStock({
    path: { reservationId: newId() },
    body: { lines, expiresInSeconds: 60 },
  });
  expect(answer).toMatchObject({ status: 200, body: { lines: [{ sku: 'same', quantity: 100, location: 'east' }] } });
  expect(await available('same', 'many-7')).toEqual({ same: 0, 'many-7': 0 });
});
