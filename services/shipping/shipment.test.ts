import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkDigit, trackingNumber } from './carriers/tracking-number.ts';
import { methodsFor } from './methods.ts';
import {
  becomesReady,
  canCancel,
  carrierStepsTo,
  eventsOf,
  firstStatus,
  packedLines,
  toShipment,
  type transitions,
} from './shipment.ts';

fc.configureGlobal({ seed: 20261122 });

/** Plays events of an order and runs of the worker; returns every status of the parcel. */
function play(moves: readonly string[]): string[] {
  const state = { allocated: false, cancelled: false };
  let status: keyof typeof transitions | undefined;
  const seen: string[] = [];
  for (const move of moves) {
    if (move === 'allocated') state.allocated = true;
    if (move === 'allocated' && status && becomesReady(status, state)) status = 'ready';
    if (move === 'paid') status ??= firstStatus(state);
    if (move === 'cancelled') {
      state.cancelled = true;
      if (status && canCancel(status)) status = 'cancelled';
    }
    if (move === 'book' && status === 'ready') status = 'created';
    if ((move === 'in_transit' || move === 'delivered') && status)
      status = carrierStepsTo(status, move).at(-1) ?? status;
    if (status && status !== seen.at(-1)) seen.push(status);
  }
  return seen;
}

const moves = fc.array(fc.constantFrom('paid', 'allocated', 'cancelled', 'book', 'in_transit', 'delivered'), {
  maxLength: 14,
});

test('a field that the lines of an order gain goes with the parcel before code knows it', () => {
  const ordered = [{ sku: 'a', title: 'Apples', quantity: 3, giftNote: 'for Bo' }];
  const allocated = [
    { sku: 'a', quantity: 2, location: 'north' },
    { sku: 'a', quantity: 1, location: 'south' },
  ];
  const lines = packedLines(ordered, allocated);
  expect(lines).toEqual(allocated.map(line => ({ ...line, title: 'Apples', giftNote: 'for Bo' })));
  const booking = { carrier: 'local', trackingNumber: 'LC1', bookedAt: new Date(0) };
  const about = {
    id: 's',
    serial: 1n,
    orderId: 'o',
    orderNumber: 'C-1',
    status: 'created',
    method: 'standard',
  } as const;
  const address = { name: 'Ada', line1: 'Way 1', city: 'London', postalCode: 'N1', country: 'GB' };
  const shipment = { ...about, email: 'ada@example.com', address, lines, createdAt: new Date(0), booking };
  expect(eventsOf('created', shipment, new Date(0))).toMatchObject([
    {
      payload: {
        lines: [
          { title: 'Apples', giftNote: 'for Bo', quantity: 2 },
          { giftNote: 'for Bo', quantity: 1 },
        ],
      },
    },
  ]);
  expect(toShipment(shipment).lines).toEqual(lines);
});

describe('a parcel whose events arrive in any order, any number of times', () => {
  test('is booked only when it is paid, has its stock, and was not cancelled first', () => {
    fc.assert(
      fc.property(moves, played => {
        const seen = play(played);
        if (!seen.includes('created')) return;
        const booked = played.findIndex((_, index) => play(played.slice(0, index + 1)).includes('created'));
        expect(played.slice(0, booked)).toEqual(expect.arrayContaining(['paid', 'allocated']));
        expect(played.slice(0, booked)).not.toContain('cancelled');
      }),
    );
  });

  test('ends in the same status once the worker has run', () => {
    const state = fc
      .subarray(['paid', 'allocated', 'cancelled'])
      .chain(some => fc.tuple(fc.constant(some), fc.shuffledSubarray([...some, ...some])));
    fc.assert(
      fc.property(state, ([some, again]) => {
        const end = (played: readonly string[]) => play([...played, 'book', 'delivered']).at(-1);
        expect(end([...again, ...some])).toBe(end(some));
      }),
    );
  });

  test('once cancelled or delivered stays so', () => {
    fc.assert(
      fc.property(moves, played => {
        const seen = play(played);
        for (const last of ['cancelled', 'delivered']) if (seen.includes(last)) expect(seen.at(-1)).toBe(last);
      }),
    );
  });
});

describe('tracking numbers', () => {
  test.each([
    ['12345678', 5],
    ['47312482', 9],
  ])('%s has the check digit of S10', (digits, check) => expect(checkDigit(digits)).toBe(check));

  test('are the same for the same parcel, different for others, and hold their check digit', () => {
    const serial = fc.bigInt({ min: 1n, max: 99_999_999n });
    fc.assert(
      fc.property(serial, serial, (one, other) => {
        const number = trackingNumber(one);
        expect(number).toMatch(/^LC\d{9}$/);
        expect(Number(number.at(-1))).toBe(checkDigit(number.slice(2, 10)));
        expect(trackingNumber(other) === number).toBe(one === other);
      }),
    );
  });

  test('show most typing errors', () => {
    const wrong = fc.tuple(fc.stringMatching(/^\d{8}$/), fc.nat(7), fc.integer({ min: 1, max: 9 }));
    const missed = fc.sample(wrong, { numRuns: 1_000, seed: 1 }).filter(([digits, place, by]) => {
      const changed = digits.slice(0, place) + ((Number(digits[place]) + by) % 10) + digits.slice(place + 1);
      return checkDigit(changed) === checkDigit(digits);
    });
    expect(missed.length).toBeLessThan(50);
  });
});

describe('shipping methods', () => {
  test.each(['US', 'CA', 'GB', 'DE', 'JP'])('to %s are cheapest first, in US dollars', country => {
    const prices = methodsFor(country).map(method => method.price);
    expect(prices.length).toBeGreaterThan(1);
    expect(prices.every(({ currency, amount }) => currency === 'USD' && amount > 0)).toBe(true);
    expect(prices.map(({ amount }) => amount)).toEqual(prices.map(({ amount }) => amount).sort((a, b) => a - b));
  });

  test.each(['KP', 'SY', 'XX', 'ZZ', 'EU'])('to %s there are none', country => expect(methodsFor(country)).toEqual([]));
});
