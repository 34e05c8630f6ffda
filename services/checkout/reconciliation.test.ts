import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assess, type Observed } from './reconciliation.ts';

const seed = { seed: 20_261_122, numRuns: 2_000 };
const hour = 60 * 60_000;
const known: fc.Arbitrary<Observed> = fc.record({
  sold: fc.boolean(),
  order: fc.constantFrom('none', 'pending', 'paid', 'shipped', 'delivered', 'cancelled', 'refunded'),
  payment: fc.constantFrom(
    'none',
    'pending',
    'requires_action',
    'authorized',
    'captured',
    'refunded',
    'declined',
    'cancelled',
  ),
  reservation: fc.constantFrom('none', 'held', 'released', 'expired', 'sold'),
  age: fc.integer({ min: 0, max: 48 * hour }),
  overdue: fc.integer({ min: -hour, max: 48 * hour }),
});

/** The services after corrections, each by its contract. */
function corrected(before: Observed, corrections: readonly string[]): Observed {
  const after = { ...before };
  for (const correction of corrections) {
    if (correction === 'abandonOrder' && after.order === 'pending') after.order = 'cancelled';
    if (correction === 'cancelPayment' && after.payment === 'captured') after.payment = 'refunded';
    else if (correction === 'cancelPayment' && !['declined', 'refunded'].includes(after.payment))
      after.payment = 'cancelled';
    if (correction === 'releaseStock' && after.reservation === 'held') after.reservation = 'released';
  }
  return after;
}

test('a corrected checkout is consistent the next time', () => {
  fc.assert(
    fc.property(known, before => {
      const verdict = assess(before);
      if (verdict.kind === 'inconsistent' && verdict.corrections.length > 0)
        expect(assess(corrected(before, verdict.corrections))).toEqual({ kind: 'consistent' });
    }),
    seed,
  );
});

test('consistent means: nobody is charged without an order, nothing is open, no stock is held for nothing', () => {
  fc.assert(
    fc.property(known, state => {
      if (assess(state).kind !== 'consistent') return;
      const charged = state.payment === 'authorized' || state.payment === 'captured';
      const live = ['paid', 'shipped', 'delivered'].includes(state.order);
      if (charged) expect(live || state.order === 'refunded').toBe(true);
      if (live) expect(charged || state.payment === 'refunded').toBe(true);
      expect(state.order).not.toBe('pending');
      if (state.order === 'none' || state.order === 'cancelled') expect(state.reservation).not.toBe('held');
    }),
    seed,
  );
});

test('nothing stays open forever, and a paid order is never cancelled', () => {
  fc.assert(
    fc.property(known, state => {
      const verdict = assess(state);
      if (state.age > 24 * hour && state.overdue > 24 * hour) expect(verdict.kind).not.toBe('open');
      if (['paid', 'shipped', 'delivered'].includes(state.order)) expect(verdict).not.toHaveProperty('corrections.0');
    }),
    seed,
  );
});

const paying: Observed = {
  sold: true,
  order: 'pending',
  payment: 'pending',
  reservation: 'held',
  age: 3 * 60_000,
  overdue: -hour / 2,
};
test.each<[string, Partial<Observed>, object]>([
  ['a shopper who is paying', {}, { kind: 'open' }],
  ['a card that was authorized a moment ago', { payment: 'authorized' }, { kind: 'open' }],
  [
    'authorized long ago, and no order took note',
    { payment: 'authorized', age: 7 * hour },
    { kind: 'inconsistent', discrepancy: 'charged_without_order' },
  ],
  ['a hosted page that was left', { overdue: hour }, { kind: 'inconsistent', discrepancy: 'lingering' }],
  ['an order that nobody will ever pay', { payment: 'none' }, { kind: 'inconsistent', discrepancy: 'lingering' }],
  [
    'an order whose checkout was compensated',
    { sold: false, payment: 'cancelled' },
    { kind: 'inconsistent', discrepancy: 'lingering' },
  ],
  [
    'money without an order',
    { order: 'none', payment: 'captured' },
    { kind: 'inconsistent', discrepancy: 'charged_without_order' },
  ],
  [
    'an order without money',
    { order: 'paid', payment: 'cancelled' },
    { kind: 'inconsistent', discrepancy: 'paid_without_charge' },
  ],
  ['a paid order', { order: 'paid', payment: 'authorized', reservation: 'sold' }, { kind: 'consistent' }],
  [
    'a declined card',
    { sold: false, order: 'cancelled', payment: 'declined', reservation: 'released' },
    { kind: 'consistent' },
  ],
])('%s', (_name, more, want) => {
  expect(assess({ ...paying, ...more })).toMatchObject(want);
});
