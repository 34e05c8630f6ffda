import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../platform/ids.ts';
import { type Inventory, published, startInventory, stockUp } from './testing/suite.ts';

let inventory: Inventory;
beforeAll(async () => {
  inventory = await startInventory();
});
afterAll(() => inventory.close());

const key = () => ({ 'idempotency-key': newId() });
const changesOf = async (id: string) =>
  (await published(inventory)).filter(row => row.type === 'ChangeMade' && row.key === id).map(row => row.payload);

test('an adjustment is published once, with its reason and the level before and after', async () => {
  await stockUp(inventory, { 'a1@east': 5 });
  const staff = inventory.staff('catalog');
  const headers = key();
  const body = {
    sku: 'a1',
    location: 'east',
    delta: -2,
    reason: 'correction',
    note: 'counted twice last week',
  } as const;
  for (let time = 0; time < 2; time += 1)
    expect(await staff.adjustStock({ body, headers })).toMatchObject({ status: 201, body: { onHand: 3 } });
  expect(await changesOf('a1')).toEqual([
    expect.objectContaining({
      resource: 'stock',
      label: 'a1 at east',
      action: 'adjusted',
      reason: 'correction: counted twice last week',
      actor: { kind: 'staff', id: 'ada', email: 'ada@example.com' },
      changes: [{ field: 'east.onHand', before: 5, after: 3 }],
    }),
  ]);
  const ledger = await staff.listLedger({ query: { sku: 'a1', location: 'east' } });
  expect(ledger).toMatchObject({
    body: {
      items: [{ delta: -2, onHand: 3, reason: 'correction', note: body.note, by: 'ada@example.com' }, { delta: 5 }],
    },
  });
  expect(await staff.listLedger({ query: { sku: 'a1', location: 'west' } })).toMatchObject({ body: { items: [] } });
  expect(await staff.adjustStock({ body: { ...body, delta: -9 }, headers: key() })).toMatchObject({ status: 409 });
  expect(await changesOf('a1')).toHaveLength(1);
});

describe('locations', () => {
  test('are added once and renamed, and both are published', async () => {
    const admin = inventory.staff('admin');
    const body = { id: 'north', name: 'North warehouse' };
    expect(await admin.addLocation({ body })).toMatchObject({ status: 201, body });
    expect(await admin.addLocation({ body })).toMatchObject({ status: 201, body });
    expect(await admin.addLocation({ body: { ...body, name: 'Another' } })).toMatchObject({ status: 409 });
    const path = { locationId: 'north' };
    for (let time = 0; time < 2; time += 1)
      expect(await admin.renameLocation({ path, body: { name: 'Nordlager' } })).toMatchObject({
        status: 200,
        body: { id: 'north', name: 'Nordlager' },
      });
    expect(await changesOf('north')).toEqual([
      expect.objectContaining({
        action: 'added',
        changes: expect.arrayContaining([{ field: 'name', before: null, after: 'North warehouse' }]),
      }),
      expect.objectContaining({
        action: 'changed',
        changes: [{ field: 'name', before: 'North warehouse', after: 'Nordlager' }],
      }),
    ]);
    expect(await admin.renameLocation({ path: { locationId: 'nowhere' }, body: { name: 'x' } })).toMatchObject({
      status: 404,
    });
    expect(await inventory.staff('orders').listLocations()).toMatchObject({
      body: { items: expect.arrayContaining([{ id: 'north', name: 'Nordlager' }]) },
    });
  });

  test('can be changed by admins only', async () => {
    const body = { id: 'south', name: 'South' };
    expect(await inventory.staff('catalog').addLocation({ body })).toMatchObject({ status: 403 });
    expect(await inventory.nobody.renameLocation({ path: { locationId: 'east' }, body: { name: 'x' } })).toMatchObject({
      status: 401,
    });
  });
});

test('reservations and stock movements of one order, and the holders of a sku', async () => {
  await stockUp(inventory, { 'b1@east': 5, 'b2@east': 5 });
  const one = newId();
  const other = newId();
  for (const [id, sku] of [
    [one, 'b1'],
    [other, 'b2'],
  ] as const)
    await inventory.service.reserveStock({
      path: { reservationId: id },
      body: { lines: [{ sku, quantity: 1 }], expiresInSeconds: 600 },
    });
  const staff = inventory.staff('support');
  expect(await staff.listReservations({ query: { orderId: one } })).toMatchObject({
    body: { items: [{ id: one, status: 'held' }], nextCursor: null },
  });
  expect(await staff.listReservations({ query: { sku: 'b2', status: 'held' } })).toMatchObject({
    body: { items: [{ id: other }] },
  });
  expect(await staff.listReservations({ query: { orderId: newId() } })).toMatchObject({ body: { items: [] } });
  expect(await staff.listLedgerOfOrder({ path: { orderId: one } })).toMatchObject({ status: 200, body: { items: [] } });
});
