import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  allocate,
  availability,
  availableAfter,
  changesToReach,
  fingerprintOf,
  type Level,
  mergeLines,
  releaseChanges,
  reserveChanges,
  unpaidShortages,
  whenCancelled,
  whenPaid,
  whenParcelCancelled,
} from './stock.ts';

const seed = { seed: 20_261_122, numRuns: 500 };
const sku = fc.constantFrom('A', 'B', 'C', 'D');
const location = fc.constantFrom('east', 'north', 'west');
const lines = fc.array(fc.record({ sku, quantity: fc.integer({ min: 1, max: 6 }) }), { minLength: 1, maxLength: 6 });
const levels: fc.Arbitrary<Level[]> = fc.uniqueArray(
  fc.record({ sku, location, onHand: fc.nat(10), share: fc.nat(100) }).map(({ sku, location, onHand, share }) => ({
    sku,
    location,
    onHand,
    reserved: Math.floor((onHand * share) / 100),
  })),
  { selector: level => `${level.sku} ${level.location}` },
);

function total(allocations: readonly { sku: string; quantity: number }[], of: string): number {
  return allocations.filter(line => line.sku === of).reduce((sum, line) => sum + line.quantity, 0);
}

describe('allocate', () => {
  test('allocates exactly the requested units, never more than a location has available, or nothing', () => {
    fc.assert(
      fc.property(lines, levels, (wanted, shelves) => {
        const result = allocate(wanted, shelves);
        const free = availability(shelves);
        const enough = mergeLines(wanted).every(line => line.quantity <= (free.get(line.sku) ?? 0));
        expect('allocations' in result).toBe(enough);
        if ('shortages' in result) {
          for (const { sku, requested, available } of result.shortages) {
            expect(requested).toBe(total(wanted, sku));
            expect(available).toBe(free.get(sku) ?? 0);
            expect(available).toBeLessThan(requested);
          }
          return;
        }
        for (const line of mergeLines(wanted)) expect(total(result.allocations, line.sku)).toBe(line.quantity);
        for (const taken of result.allocations) {
          const shelf = shelves.find(level => level.sku === taken.sku && level.location === taken.location);
          expect(taken.quantity).toBeGreaterThan(0);
          expect(taken.quantity).toBeLessThanOrEqual((shelf?.onHand ?? 0) - (shelf?.reserved ?? 0));
        }
      }),
      seed,
    );
  });

  test('one parcel if one location has everything', () => {
    fc.assert(
      fc.property(lines, levels, (wanted, shelves) => {
        const result = allocate(wanted, shelves);
        const has = (place: string) =>
          mergeLines(wanted).every(line =>
            shelves.some(
              level =>
                level.location === place && level.sku === line.sku && level.onHand - level.reserved >= line.quantity,
            ),
          );
        if (!['east', 'north', 'west'].some(has) || 'shortages' in result) return;
        expect(new Set(result.allocations.map(line => line.location)).size).toBe(1);
      }),
      seed,
    );
  });

  test('the order of lines does not matter', () => {
    fc.assert(
      fc.property(lines, levels, (wanted, shelves) => {
        expect(allocate([...wanted].reverse(), [...shelves].reverse())).toEqual(allocate(wanted, shelves));
        expect(fingerprintOf([...wanted].reverse())).toBe(fingerprintOf(wanted));
      }),
      seed,
    );
  });
});

test('reserving and releasing restores the levels', () => {
  fc.assert(
    fc.property(lines, levels, (wanted, shelves) => {
      const result = allocate(wanted, shelves);
      if ('shortages' in result) return;
      const there = reserveChanges(result.allocations);
      const back = releaseChanges([...result.allocations]);
      expect(availableAfter(shelves, [...there, ...back])).toEqual(availability(shelves));
    }),
    seed,
  );
});

test('the units of several reservations of one level are released in one change', () => {
  const line = { sku: 'A', location: 'east', quantity: 2 };
  expect(releaseChanges([line, { ...line, quantity: 3 }])).toEqual([
    { sku: 'A', location: 'east', onHand: 0, reserved: -5 },
  ]);
});

test('levels are changed by the difference, and never below the reserved units', () => {
  const shelf = { sku: 'A', location: 'east', onHand: 5, reserved: 3 };
  expect(changesToReach([{ sku: 'A', location: 'east', onHand: 3 }], [shelf])).toEqual({
    changes: [{ sku: 'A', location: 'east', onHand: -2, reserved: 0 }],
    refused: [],
  });
  const tooFew = { sku: 'A', location: 'east', onHand: 2 };
  expect(changesToReach([tooFew], [shelf])).toEqual({ changes: [], refused: [tooFew] });
  expect(changesToReach([{ sku: 'A', location: 'east', onHand: 5 }], [shelf])).toEqual({ changes: [], refused: [] });
});

describe('decisions about events of an order', () => {
  const state = { status: 'held', allocationFailed: false, orderCancelled: false } as const;
  test.each([
    [state, 'sell'],
    [{ ...state, status: 'expired' }, 'allocate'],
    [{ ...state, status: 'released' }, 'allocate'],
    [{ ...state, status: 'sold' }, 'nothing'],
    [{ ...state, status: 'expired', allocationFailed: true }, 'nothing'],
    [{ ...state, status: 'released', orderCancelled: true }, 'nothing'],
  ] as const)('paid: %j → %s', (given, want) => expect(whenPaid(given)).toBe(want));
  test.each([
    [state, 'release'],
    [{ ...state, status: 'sold' }, 'nothing'],
    [{ ...state, status: 'expired' }, 'nothing'],
    [{ ...state, status: 'released' }, 'nothing'],
  ] as const)('cancelled: %j → %s', (given, want) => expect(whenCancelled(given)).toBe(want));
  test.each([
    [state, 'release'],
    [{ ...state, status: 'sold' }, 'restock'],
    [{ ...state, status: 'expired' }, 'nothing'],
    [{ ...state, status: 'released', orderCancelled: true }, 'nothing'],
  ] as const)('held back: %j → %s', (given, want) => expect(whenParcelCancelled(given)).toBe(want));
});

describe('limits of unpaid reservations', () => {
  const levels = [
    { sku: 'A', location: 'east', onHand: 60, reserved: 0 },
    { sku: 'A', location: 'west', onHand: 40, reserved: 10 },
    { sku: 'B', location: 'east', onHand: 8, reserved: 0 },
  ];
  test.each([
    ['half of the stock, all together', { A: 30 }, new Map([['A', 20]]), []],
    ['not more', { A: 31 }, new Map([['A', 20]]), [{ sku: 'A', requested: 31, available: 30 }]],
    ['ten units in any case', { B: 8 }, new Map(), []],
    ['never more than there is', { B: 9 }, new Map(), [{ sku: 'B', requested: 9, available: 8 }]],
  ])('%s', (_name, wanted, unpaid, expected) => {
    const lines = Object.entries(wanted).map(([sku, quantity]) => ({ sku, quantity }));
    expect(unpaidShortages(lines, levels, unpaid, 50)).toEqual(expected);
  });
});
