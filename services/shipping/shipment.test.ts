import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkDigit, trackingNumber } from './carriers/tracking-number.ts';
import { methodsFor } from './methods.ts';
import { becomesReady, firstStatus, mayCancel, stepsTo, type transitions } from './shipment.ts';

fc.configureGlobal({ seed: 20261122 });

/** Plays news of an order, and turns of the worker, as the service would; gives every status the parcel had. */
function play(moves: readonly string[]): string[] {
  const news = { allocated: false, cancelled: false };
  let status: keyof typeof transitions | undefined;
  const seen: string[] = [];
  for (const move of moves) {
    if (move === 'allocated') news.allocated = true;
    if (move === 'allocated' && status && becomesReady(status, news)) status = 'ready';
    if (move === 'paid') status ??= firstStatus(news);
    if (move === 'cancelled') {
      news.cancelled = true;
      if (status && mayCancel(status)) status = 'cancelled';
    }
    if (move === 'book' && status === 'ready') status = 'created';
    if ((move === 'in_transit' || move === 'delivered') && status) status = stepsTo(status, move).at(-1) ?? status;
    if (status && status !== seen.at(-1)) seen.push(status);
  }
  return seen;
}

const moves = fc.array(fc.constantFrom('paid', 'allocated', 'cancelled', 'book', 'in_transit', 'delivered'), {
  maxLength: 14,
});

describe('a parcel, whatever is told in whatever order and however often', () => {
  test('is booked only when it is paid for, has its stock, and was not cancelled first', () => {
    fc.assert(
      fc.property(moves, told => {
        const seen = play(told);
        if (!seen.includes('created')) return;
        const booked = told.findIndex((_, index) => play(told.slice(0, index + 1)).includes('created'));
        expect(told.slice(0, booked)).toEqual(expect.arrayContaining(['paid', 'allocated']));
        expect(told.slice(0, booked)).not.toContain('cancelled');
      }),
    );
  });

  test('ends the same once the worker has had its turn', () => {
    const news = fc
      .subarray(['paid', 'allocated', 'cancelled'])
      .chain(some => fc.tuple(fc.constant(some), fc.shuffledSubarray([...some, ...some])));
    fc.assert(
      fc.property(news, ([some, again]) => {
        const end = (told: readonly string[]) => play([...told, 'book', 'delivered']).at(-1);
        expect(end([...again, ...some])).toBe(end(some));
      }),
    );
  });

  test('once cancelled or delivered stays so', () => {
    fc.assert(
      fc.property(moves, told => {
        const seen = play(told);
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
