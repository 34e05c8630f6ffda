import { expect, test } from '@jest/globals';
import { decideAllocations } from './allocation-decisions.ts';

const held = { status: 'held', allocationFailed: false, orderCancelled: false } as const;
const levels = [{ sku: 'tea', location: 'east', onHand: 10, reserved: 4, version: 7 }];
const lines = [{ sku: 'tea', quantity: 3 }];

test('orders of one batch are sold in sequence: each entry of the ledger continues from the one before', () => {
  const taken = (quantity: number) => [{ sku: 'tea', location: 'east', quantity }];
  const reservations = new Map([
    ['1', { state: held, lines: taken(3) }],
    ['2', { state: held, lines: taken(1) }],
  ]);
  const orders = ['1', '2', '1'].map(orderId => ({ orderId, lines }));
  expect(decideAllocations(orders, { reservations, levels }).map(([, decision]) => decision)).toMatchObject([
    { from: 'held', onHand: [7], lines: [{ sku: 'tea', quantity: 3, available: 6, version: 8 }] },
    { from: 'held', onHand: [6], lines: [{ sku: 'tea', quantity: 1, available: 6, version: 9 }] },
    'nothing',
  ]);
});

test('an order without a reservation takes free units while there are some', () => {
  const released = { ...held, status: 'released' } as const;
  const reservations = new Map(['1', '2', '3'].map(id => [id, { state: released, lines: [] }]));
  const orders = ['1', '2', '3'].map(orderId => ({ orderId, lines }));
  expect(decideAllocations(orders, { reservations, levels }).map(([, decision]) => decision)).toMatchObject([
    { from: 'free', changes: [{ onHand: -3, reserved: 0 }] },
    { from: 'free', onHand: [4] },
    { shortages: [{ sku: 'tea', requested: 3, available: 0 }] },
  ]);
});
