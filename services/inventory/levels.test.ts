import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newId } from '../platform/ids.ts';
import { faults, type Inventory, published, startInventory, stockUp } from './testing/suite.ts';

let inventory: Inventory;
beforeAll(async () => {
  inventory = await startInventory();
});
afterAll(() => inventory.close());

const set = (levels: { sku: string; location: string; onHand: number }[], reason = 'import 1') =>
  inventory.service.setLevels({ body: { levels, reason } });
const levelsOf = async (sku: string) => {
  const answer = await inventory.staff('catalog').listLevels({ query: { sku } });
  return answer.status === 200
    ? answer.body.items.map(({ location, onHand, reserved, available }) => ({ location, onHand, reserved, available }))
    : answer;
};
const ledgerOf = async (sku: string) => {
  const answer = await inventory.staff('orders').listLedger({ query: { sku } });
  if (answer.status !== 200) throw new Error('no ledger');
  return answer.body.items;
};
const hold = (sku: string, quantity: number) =>
  inventory.service.reserveStock({
    path: { reservationId: newId() },
    body: { lines: [{ sku, quantity }], expiresInSeconds: 600 },
  });

describe('setLevels', () => {
  test('with dryRun returns what would change, and changes nothing', async () => {
    await set([{ sku: 'dry-1', location: 'east', onHand: 8 }]);
    await hold('dry-1', 2);
    const levels = [
      { sku: 'dry-1', location: 'east', onHand: 5 },
      { sku: 'dry-2', location: 'nowhere-yet', onHand: 3 },
    ];
    const preview = await inventory.service.setLevels({ body: { levels, reason: 'look', dryRun: true } });
    expect(preview).toMatchObject({
      status: 200,
      body: {
        changed: 2,
        changes: [
          { sku: 'dry-1', location: 'east', before: 8, after: 5 },
          { sku: 'dry-2', location: 'nowhere-yet', before: 0, after: 3 },
        ],
      },
    });
    const [low] = levels.map(level => ({ ...level, onHand: 1 }));
    expect(
      await inventory.service.setLevels({ body: { levels: low ? [low] : [], reason: 'look', dryRun: true } }),
    ).toMatchObject({ body: { changed: 0, refused: [{ sku: 'dry-1' }] } });
    expect(await levelsOf('dry-1')).toEqual([{ location: 'east', onHand: 8, reserved: 2, available: 6 }]);
    expect(await levelsOf('dry-2')).toEqual([]);
    expect(await inventory.staff('catalog').listLocations()).not.toMatchObject({
      body: { items: expect.arrayContaining([expect.objectContaining({ id: 'nowhere-yet' })]) },
    });
  });

  test('with an idempotency key sets levels once, also when units are sold before a repetition', async () => {
    const request = {
      body: { levels: [{ sku: 'k1', location: 'east', onHand: 8 }], reason: 'import 1' },
      headers: { 'idempotency-key': 'import-1-0-0-of-a-test' },
    };
    const first = await inventory.service.setLevels(request);
    await inventory.staff('catalog').adjustStock({
      headers: { 'idempotency-key': newId() },
      body: { sku: 'k1', location: 'east', delta: -3, reason: 'damaged' },
    });
    expect(await inventory.service.setLevels(request)).toMatchObject({ status: 200, body: first.body });
    expect(await levelsOf('k1')).toMatchObject([{ onHand: 5 }]);
  });

  test('is written to the ledger as the difference; a repetition changes nothing', async () => {
    const levels = [
      { sku: 'a1', location: 'east', onHand: 4 },
      { sku: 'a1', location: 'west', onHand: 6 },
    ];
    expect(await set(levels)).toMatchObject({ status: 200, body: { changed: 2, unchanged: 0, refused: [] } });
    expect(await set(levels)).toMatchObject({ status: 200, body: { changed: 0, unchanged: 2, refused: [] } });
    expect(await set([{ sku: 'a1', location: 'east', onHand: 1 }], 'count')).toMatchObject({
      status: 200,
      body: { changed: 1 },
    });
    expect(await levelsOf('a1')).toEqual([
      { location: 'east', onHand: 1, reserved: 0, available: 1 },
      { location: 'west', onHand: 6, reserved: 0, available: 6 },
    ]);
    expect(
      (await ledgerOf('a1')).map(({ location, delta, onHand, reason, by }) => ({
        location,
        delta,
        onHand,
        reason,
        by,
      })),
    ).toEqual([
      { location: 'east', delta: -3, onHand: 1, reason: 'count', by: 'catalog' },
      { location: 'west', delta: 6, onHand: 6, reason: 'import 1', by: 'catalog' },
      { location: 'east', delta: 4, onHand: 4, reason: 'import 1', by: 'catalog' },
    ]);
    const events = (await published(inventory)).filter(event => event.key === 'a1');
    expect(events.map(event => event.payload)).toEqual([
      { sku: 'a1', location: 'east', delta: 4, reason: 'import 1', available: 10, version: 1 },
      { sku: 'a1', location: 'west', delta: 6, reason: 'import 1', available: 10, version: 1 },
      { sku: 'a1', location: 'east', delta: -3, reason: 'count', available: 7, version: 2 },
    ]);
  });

  test('a value below the reserved units is refused for that level alone', async () => {
    await stockUp(inventory, { 'a2@east': 5, 'a3@east': 5 });
    await hold('a2', 3);
    expect(
      await set([
        { sku: 'a2', location: 'east', onHand: 2 },
        { sku: 'a3', location: 'east', onHand: 2 },
      ]),
    ).toMatchObject({
      status: 200,
      body: {
        changed: 1,
        unchanged: 0,
        refused: [{ sku: 'a2', location: 'east', message: expect.stringContaining('held') }],
      },
    });
    expect(await levelsOf('a2')).toEqual([{ location: 'east', onHand: 5, reserved: 3, available: 2 }]);
    expect(await set([{ sku: 'a2', location: 'east', onHand: 3 }])).toMatchObject({ body: { changed: 1 } });
  });

  test('an unknown location is created, and none is created twice', async () => {
    await Promise.all(['x', 'y', 'z'].map(sku => set([{ sku, location: 'harbour-2', onHand: 1 }])));
    const answer = await inventory.staff('support').listLocations();
    expect(answer).toMatchObject({
      status: 200,
      body: {
        items: [
          { id: 'east', name: 'East warehouse' },
          { id: 'harbour-2', name: 'harbour-2' },
          { id: 'west', name: 'West warehouse' },
        ],
      },
    });
  });

  test('two thousand levels in one call, again and again, beside sales', async () => {
    const levels = Array.from({ length: 2_000 }, (_, n) => ({
      sku: `bulk-${n % 1_000}`,
      location: n < 1_000 ? 'east' : 'west',
      onHand: n + 1,
    }));
    expect(await set(levels)).toMatchObject({ status: 200, body: { changed: 2_000 } });
    const more = levels.map(level => ({ ...level, onHand: level.onHand + 1 }));
    const [imported, mirrored, sale] = await Promise.all([set(more), set([...more].reverse()), hold('bulk-5', 2)]);
    expect([imported, mirrored].map(answer => (answer.status === 200 ? answer.body.changed : 0)).sort()).toEqual([
      0, 2_000,
    ]);
    expect(sale).toMatchObject({ status: 200 });
    expect(await faults(inventory)).toEqual([]);
  });

  test.each([
    [
      'a level named twice',
      [
        { sku: 'a4', location: 'east', onHand: 1 },
        { sku: 'a4', location: 'east', onHand: 2 },
      ],
      422,
    ],
    ['a negative level', [{ sku: 'a4', location: 'east', onHand: -1 }], 400],
    ['a fraction', [{ sku: 'a4', location: 'east', onHand: 1.5 }], 400],
    ['a huge level', [{ sku: 'a4', location: 'east', onHand: 1e12 }], 400],
    ['a location with spaces', [{ sku: 'a4', location: 'far east', onHand: 1 }], 400],
    ['no levels', [], 400],
  ])('%s is refused and changes nothing', async (_name, levels, status) => {
    expect(await set(levels)).toMatchObject({ status });
    expect(await levelsOf('a4')).toEqual([]);
  });
});

describe('adjustStock', () => {
  const adjust = (body: { sku: string; location: string; delta: number }, key: string = newId()) =>
    inventory
      .staff('catalog')
      .adjustStock({ headers: { 'idempotency-key': key }, body: { ...body, reason: 'received', note: 'pallet 7' } });

  test('the same key adds once and gets the same response', async () => {
    const key = newId();
    const first = await adjust({ sku: 'b1', location: 'east', delta: 10 }, key);
    const second = await adjust({ sku: 'b1', location: 'east', delta: 10 }, key);
    expect(first).toMatchObject({
      status: 201,
      body: { sku: 'b1', location: 'east', onHand: 10, reserved: 0, available: 10 },
    });
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(second.headers?.['idempotent-replayed']).toBe('true');
    expect(await adjust({ sku: 'b1', location: 'east', delta: 11 }, key)).toMatchObject({ status: 422 });
    expect(await ledgerOf('b1')).toMatchObject([
      { delta: 10, onHand: 10, reason: 'received', note: 'pallet 7', by: 'ada@example.com' },
    ]);
    const events = (await published(inventory)).filter(event => event.key === 'b1' && event.type !== 'ChangeMade');
    expect(events).toEqual([
      {
        type: 'StockAdjusted',
        key: 'b1',
        payload: { sku: 'b1', location: 'east', delta: 10, reason: 'received', available: 10, version: 1 },
      },
    ]);
  });

  test('never takes reserved or missing units', async () => {
    await stockUp(inventory, { 'b2@east': 5 });
    await hold('b2', 3);
    expect(await adjust({ sku: 'b2', location: 'east', delta: -3 })).toMatchObject({
      status: 409,
      body: { code: 'below_reserved' },
    });
    expect(await adjust({ sku: 'b2', location: 'west', delta: -1 })).toMatchObject({ status: 409 });
    expect(await adjust({ sku: 'nowhere', location: 'east', delta: -1 })).toMatchObject({ status: 409 });
    expect(await adjust({ sku: 'b2', location: 'moon', delta: 1 })).toMatchObject({
      status: 422,
      body: { code: 'unknown_location' },
    });
    expect(await adjust({ sku: 'b2', location: 'east', delta: -2 })).toMatchObject({
      status: 201,
      body: { onHand: 3, available: 0 },
    });
  });

  test('many concurrent adjustments are all applied', async () => {
    await Promise.all(Array.from({ length: 20 }, () => adjust({ sku: 'b3', location: 'east', delta: 3 })));
    expect(await levelsOf('b3')).toEqual([{ location: 'east', onHand: 60, reserved: 0, available: 60 }]);
    expect(await faults(inventory)).toEqual([]);
  });

  test('only catalog staff may, and only with a key', async () => {
    const body = { sku: 'b4', location: 'east', delta: 1, reason: 'received' } as const;
    expect(
      await inventory.staff('support').adjustStock({ headers: { 'idempotency-key': newId() }, body }),
    ).toMatchObject({ status: 403 });
    expect(await inventory.nobody.adjustStock({ headers: { 'idempotency-key': newId() }, body })).toMatchObject({
      status: 401,
    });
    const headers = {
      ...(await inventory.identity.headers({ kind: 'staff', roles: ['catalog'] })),
      'content-type': 'application/json',
    };
    const keyless = await fetch(`${inventory.url}/admin/inventory/adjustments`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(keyless.status).toBe(400);
    expect(await levelsOf('b4')).toEqual([]);
  });
});

describe('reads', () => {
  test('availability of known skus for everybody; for services unknown ones have none', async () => {
    await stockUp(inventory, { 'c1@east': 2, 'c1@west': 3, 'c2@east': 0 });
    expect(await inventory.nobody.getAvailability({ query: { sku: ['c1', 'c2', 'c9', 'c1'] } })).toMatchObject({
      status: 200,
      body: {
        items: [
          { sku: 'c1', available: 5 },
          { sku: 'c2', available: 0 },
        ],
      },
      headers: {
        'cache-control': 'public, max-age=0, s-maxage=60, stale-while-revalidate=60',
        'surrogate-key': 'stock:c1 stock:c2 stock:c9',
      },
    });
    expect(await inventory.service.lookUpAvailability({ body: { skus: ['c9', 'c1'] } })).toMatchObject({
      status: 200,
      body: {
        items: [
          { sku: 'c9', available: 0 },
          { sku: 'c1', available: 5 },
        ],
      },
    });
    expect(await inventory.nobody.lookUpAvailability({ body: { skus: ['c1'] } })).toMatchObject({ status: 401 });
  });

  test('levels page by page, by prefix of the sku, by location, by low stock', async () => {
    await stockUp(inventory, { 'page-1@east': 1, 'page-1@west': 20, 'page-2@east': 30, 'page_3@east': 4 });
    const staff = inventory.staff('catalog');
    const first = await staff.listLevels({ query: { sku: 'page-', limit: 2 } });
    if (first.status !== 200) throw new Error('no page');
    expect(first.body.items).toMatchObject([
      { sku: 'page-1', location: 'east' },
      { sku: 'page-1', location: 'west' },
    ]);
    const second = await staff.listLevels({
      query: { sku: 'page-', limit: 2, cursor: first.body.nextCursor ?? undefined },
    });
    expect(second).toMatchObject({
      status: 200,
      body: { items: [{ sku: 'page-2', location: 'east' }], nextCursor: null },
    });
    expect(await staff.listLevels({ query: { sku: 'page', location: 'west' } })).toMatchObject({
      body: { items: [{ sku: 'page-1' }] },
    });
    expect(await staff.listLevels({ query: { sku: 'page', maxAvailable: 4 } })).toMatchObject({
      body: { items: [{ sku: 'page-1' }, { sku: 'page_3' }] },
    });
    expect(await staff.listLevels({ query: { skus: ['page_3', 'page-', 'nothing'] } })).toMatchObject({
      body: { items: [{ sku: 'page_3', location: 'east' }], nextCursor: null },
    });
    expect(await staff.listLevels({ query: { cursor: 'bm90LWEtY3Vyc29y' } })).toMatchObject({ status: 400 });
    expect(await inventory.nobody.listLevels()).toMatchObject({ status: 401 });
  });

  test('the ledger page by page, newest first', async () => {
    for (const onHand of [1, 2, 3]) await set([{ sku: 'd1', location: 'east', onHand }]);
    const first = await inventory.staff('catalog').listLedger({ query: { sku: 'd1', limit: 2 } });
    if (first.status !== 200) throw new Error('no page');
    expect(first.body.items.map(entry => entry.onHand)).toEqual([3, 2]);
    const second = await inventory
      .staff('catalog')
      .listLedger({ query: { sku: 'd1', limit: 2, cursor: first.body.nextCursor ?? undefined } });
    expect(second).toMatchObject({ status: 200, body: { items: [{ onHand: 1, delta: 1 }], nextCursor: null } });
    expect(await inventory.staff('catalog').listLedger({ query: { sku: 'd1', cursor: 'e30' } })).toMatchObject({
      status: 400,
    });
  });
});

describe('the database enforces the invariants', () => {
  const sql = (statement: string) => inventory.database.$executeRawUnsafe(statement);
  test('no level is changed without the ledger, and no entry is changed or removed', async () => {
    await stockUp(inventory, { 'e1@east': 5 });
    await expect(sql(`UPDATE levels SET on_hand = 6 WHERE sku = 'e1'`)).rejects.toThrow('not what the ledger says');
    await expect(
      sql(`INSERT INTO ledger (sku, location, delta, on_hand, reason) VALUES ('e1', 'east', 1, 7, 'x')`),
    ).rejects.toThrow('carry on');
    await expect(sql(`DELETE FROM ledger WHERE sku = 'e1'`)).rejects.toThrow('only added to');
    await expect(sql(`UPDATE ledger SET delta = 9 WHERE sku = 'e1'`)).rejects.toThrow('only added to');
    await expect(sql(`UPDATE levels SET reserved = 6 WHERE sku = 'e1'`)).rejects.toThrow('levels_reserved_check');
    await expect(sql(`UPDATE levels SET on_hand = -1 WHERE sku = 'e1'`)).rejects.toThrow('check');
    expect(await faults(inventory)).toEqual([]);
  });
});
