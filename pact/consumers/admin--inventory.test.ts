import { expect } from '@jest/globals';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { consoleClients, problemLike } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';
import { AT, uuidOf } from '../examples.ts';
import { exactly } from '../matchers.ts';

const { httpInteraction } = pactBetween('admin', 'inventory');
const sku = 'BY-STAFF';
const location = 'east';
const given = { state: 'there is stock', params: { sku, onHand: 7 } } as const;
const level = { sku, location, onHand: 7, reserved: 0, available: 7, updatedAt: AT };
const entry = { id: 'entry-1', at: AT, sku, location, delta: 7, onHand: 7, reason: 'test' };
const reservation = {
  id: uuidOf(90),
  status: exactly('held'),
  lines: [{ sku, quantity: 2, location }],
  expiresAt: AT,
  createdAt: AT,
};
const held = {
  state: 'stock is held',
  params: { reservationId: reservation.id, sku: 'HELD-FOR-ONE', quantity: 2 },
} as const;
const key = (number: number) => ({ 'idempotency-key': `console-pact-${number}` });

httpInteraction(
  'for the levels of a sku',
  {
    given,
    request: { method: 'GET', path: '/admin/inventory/levels', query: { sku, limit: '25' } },
    response: { status: 200, body: { items: [level], nextCursor: null } },
  },
  async baseUrl => {
    expect(await consoleClients(baseUrl).calls.stock.list({ sku, limit: 25 })).toEqual({
      items: [level],
      nextCursor: null,
    });
  },
);

httpInteraction(
  'for the levels of the variants of a product',
  {
    given,
    request: { method: 'GET', path: '/admin/inventory/levels', query: { skus: sku, limit: '100' } },
    response: { status: 200, body: { items: [level], nextCursor: null } },
  },
  async baseUrl => {
    const { inventory } = consoleClients(baseUrl).api;
    const page = await bodyOf(inventory.listLevels({ query: { skus: [sku], limit: 100 } }));
    expect(page).toEqual({ items: [level], nextCursor: null });
  },
);

httpInteraction(
  'what runs low',
  {
    given: { state: 'there is stock', params: { sku: 'RUNS-LOW', onHand: 1 } },
    request: { method: 'GET', path: '/admin/inventory/levels', query: { maxAvailable: '5', limit: '100' } },
    response: { status: 200, body: { items: [level], nextCursor: null } },
  },
  async baseUrl => {
    const { items } = await bodyOf(
      consoleClients(baseUrl).api.inventory.listLevels({ query: { maxAvailable: 5, limit: 100 } }),
    );
    expect(items).toHaveLength(1);
  },
);

httpInteraction(
  'how many could be bought now',
  {
    given,
    request: { method: 'GET', path: '/availability', query: { sku } },
    response: { status: 200, body: { items: [{ sku, available: 7 }] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.inventory.getAvailability({ query: { sku: [sku] } }));
    expect(items).toEqual([{ sku, available: 7 }]);
  },
);

const counted = { sku, location, delta: -1, reason: 'damaged' as const, note: 'Fell down.' };

httpInteraction(
  'to adjust a level',
  {
    given,
    request: { method: 'POST', path: '/admin/inventory/adjustments', headers: key(1), body: counted },
    response: { status: 201, body: { ...level, onHand: 6 } },
  },
  async baseUrl => {
    const after = await bodyOf(consoleClients(baseUrl).api.inventory.adjustStock({ headers: key(1), body: counted }));
    expect(after).toMatchObject({ sku, onHand: 6 });
  },
);

httpInteraction(
  'to take away what is held',
  {
    given: { state: 'stock is held', params: { reservationId: uuidOf(91), sku: 'ALL-HELD', quantity: 2 } },
    request: {
      method: 'POST',
      path: '/admin/inventory/adjustments',
      headers: key(2),
      body: { ...counted, sku: exactly('ALL-HELD') },
    },
    response: { status: 409, body: problemLike(409, '2 are on hand and 2 of them held for orders.') },
  },
  async baseUrl => {
    const body = { ...counted, sku: 'ALL-HELD' };
    const refused = bodyOf(consoleClients(baseUrl).api.inventory.adjustStock({ headers: key(2), body }));
    await expect(refused).rejects.toMatchObject({ status: 409, detail: expect.stringContaining('held') });
  },
);

httpInteraction(
  'for every change of a level',
  {
    given: { state: 'staff adjusted a level', params: { sku: 'COUNTED' } },
    request: { method: 'GET', path: '/admin/inventory/ledger', query: { sku: 'COUNTED', location, limit: '1' } },
    response: {
      status: 200,
      body: { items: [{ ...entry, note: 'Fell down.', by: 'ada@example.com' }], nextCursor: 'next' },
    },
  },
  async baseUrl => {
    const page = await bodyOf(
      consoleClients(baseUrl).api.inventory.listLedger({ query: { sku: 'COUNTED', location, limit: 1 } }),
    );
    expect(page).toMatchObject({ items: [{ delta: 7, onHand: 7, by: 'ada@example.com' }], nextCursor: 'next' });
  },
);

const orderId = uuidOf(92);

httpInteraction(
  'what an order did to stock',
  {
    given: { state: 'stock went to an order', params: { orderId } },
    request: { method: 'GET', path: `/admin/inventory/orders/${orderId}/ledger` },
    response: { status: 200, body: { items: [{ ...entry, orderId }] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.inventory.listLedgerOfOrder({ path: { orderId } }));
    expect(items).toMatchObject([{ sku, location, orderId }]);
  },
);

httpInteraction(
  'what is held for an order',
  {
    given: held,
    request: { method: 'GET', path: '/admin/inventory/reservations', query: { orderId: reservation.id, limit: '100' } },
    response: { status: 200, body: { items: [reservation], nextCursor: null } },
  },
  async baseUrl => {
    const page = await consoleClients(baseUrl).calls.reservations.list({ orderId: reservation.id, limit: 100 });
    expect(page).toMatchObject({
      items: [{ status: 'held', lines: [{ sku, quantity: 2, location }] }],
      nextCursor: null,
    });
  },
);

httpInteraction(
  'for which orders a sku is held',
  {
    given: { state: 'stock is held', params: { reservationId: uuidOf(93), sku: 'HELD-FOR-WHOM', quantity: 2 } },
    request: {
      method: 'GET',
      path: '/admin/inventory/reservations',
      query: { sku: 'HELD-FOR-WHOM', status: 'held', limit: '20' },
    },
    response: { status: 200, body: { items: [reservation] } },
  },
  async baseUrl => {
    const query = { sku: 'HELD-FOR-WHOM', status: 'held', limit: 20 } as const;
    const { items } = await bodyOf(consoleClients(baseUrl).api.inventory.listReservations({ query }));
    expect(items).toMatchObject([{ id: reservation.id, expiresAt: AT }]);
  },
);

httpInteraction(
  'where stock lies',
  {
    given,
    request: { method: 'GET', path: '/admin/inventory/locations' },
    response: { status: 200, body: { items: [{ id: 'east', name: 'East' }] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.inventory.listLocations());
    expect(items).toEqual([{ id: 'east', name: 'East' }]);
  },
);

httpInteraction(
  'to add a place where stock lies',
  {
    request: { method: 'POST', path: '/admin/inventory/locations', body: { id: 'north', name: 'North' } },
    response: { status: 201, body: { id: 'north', name: 'North' } },
  },
  async baseUrl => {
    const added = await bodyOf(
      consoleClients(baseUrl).api.inventory.addLocation({ body: { id: 'north', name: 'North' } }),
    );
    expect(added).toEqual({ id: 'north', name: 'North' });
  },
);

httpInteraction(
  'to name a place anew',
  {
    given,
    request: { method: 'PATCH', path: '/admin/inventory/locations/east', body: { name: 'East End' } },
    response: { status: 200, body: { id: 'east', name: 'East End' } },
  },
  async baseUrl => {
    const { inventory } = consoleClients(baseUrl).api;
    const named = await bodyOf(inventory.renameLocation({ path: { locationId: 'east' }, body: { name: 'East End' } }));
    expect(named).toEqual({ id: 'east', name: 'East End' });
  },
);
