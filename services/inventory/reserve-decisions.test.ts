import { expect, test } from '@jest/globals';
import { decideReservations, type ReservationStates, type Wanted } from './reserve-decisions.ts';

const states: ReservationStates = {
  levels: [{ sku: 'tea', location: 'east', onHand: 30, reserved: 0, version: 4 }],
  unpaidReservations: new Map([['ada', 1]]),
  unpaid: new Map([['tea', 5]]),
};
const want = (id: string, quantity: number, holder?: string): Wanted => ({
  id,
  lines: [{ sku: 'tea', quantity }],
  expiresInSeconds: 60,
  ...(holder === undefined ? {} : { unpaid: { holders: [{ id: holder, maxReservations: 2 }], maxPercent: 50 } }),
});

const decide = (requests: Wanted[]) => decideReservations(requests, states).map(([, decision]) => decision);

test('each reservation of a batch sees the ones before it', () => {
  const decisions = decide([want('1', 20), want('2', 11), want('3', 10)]);
  expect(decisions).toMatchObject([
    { available: new Map([['tea', 10]]), versions: new Map([['tea', 5]]) },
    { shortages: [{ sku: 'tea', requested: 11, available: 10 }] },
    { available: new Map([['tea', 0]]), versions: new Map([['tea', 6]]) },
  ]);
});

test('limits of unpaid orders include the batch', () => {
  const decisions = decide([want('1', 1, 'ada'), want('2', 1, 'ada'), want('3', 9, 'bob'), want('4', 1, 'eve')]);
  expect(decisions[0]).toMatchObject({ versions: new Map([['tea', 5]]) });
  expect(decisions[1]).toBe('too many');
  expect(decisions[2]).toMatchObject({ versions: new Map([['tea', 6]]) });
  expect(decisions[3]).toMatchObject({ shortages: [{ sku: 'tea', requested: 1, available: 0 }] });
});
