import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  advance,
  compensationSteps,
  type Plan,
  paymentDeadline,
  paymentResult,
  reservationSeconds,
  resume,
  type State,
  type StepResult,
} from './checkout.ts';

const seed = { seed: 20_261_122, numRuns: 2_000 };
const usd = (amount: number) => ({ amount, currency: 'USD' });
const plan: Plan = {
  lines: [{ sku: 'A', title: 'A', quantity: 1, unitPrice: usd(100), lineTotal: usd(100) }],
  shippingMethod: { id: 'standard', name: 'Standard' },
  totals: { subtotal: usd(100), shipping: usd(0), total: usd(100) },
};

/** The other services in a run: their responses, and the effects of the requests they received. */
interface World {
  enoughStock: boolean;
  card: 'good' | 'bad' | 'asks' | 'none';
  stock: 'none' | 'held' | 'released';
  order: 'none' | 'pending' | 'paid' | 'cancelled';
  payment: 'none' | 'authorized' | 'declined' | 'pending' | 'requires_action' | 'cancelled';
  charges: number;
}

/**
 * Sends the request of a state's step, as workflow.ts does; each service answers by its contract, and a repeated
 * request has no further effect.
 */
function ask(world: World, state: State): StepResult {
  switch (state.step) {
    case 'started':
      return { kind: 'priced', plan };
    case 'priced':
      if (world.stock === 'none') {
        if (!world.enoughStock) return { kind: 'shortage', shortages: [{ sku: 'A', requested: 1, available: 0 }] };
        world.stock = 'held';
      }
      return world.stock === 'held' ? { kind: 'reserved', until: '2026-11-22T10:45:00Z' } : { kind: 'ended' };
    case 'reserved':
      if (world.order === 'none') world.order = 'pending';
      return world.order === 'cancelled' ? { kind: 'ended' } : { kind: 'placed', orderNumber: 'C-1' };
    case 'ordered': {
      if (world.payment === 'none') {
        const becomes = { good: 'authorized', bad: 'declined', asks: 'requires_action', none: 'pending' } as const;
        world.payment = becomes[world.card];
        if (world.payment === 'authorized') world.charges += 1;
      }
      return paymentResult({ status: world.payment });
    }
    case 'compensating':
      for (const step of compensationSteps(state.lastStep)) {
        if (step === 'abandonOrder') {
          if (world.order === 'paid') return { kind: 'order_paid' };
          if (world.order === 'pending') world.order = 'cancelled';
        }
        if (step === 'cancelPayment' && world.payment !== 'declined') world.payment = 'cancelled';
        if (step === 'releaseStock') world.stock = 'released';
      }
      return { kind: 'compensated' };
    case 'finished':
      throw new Error('nothing is left to ask');
  }
}

/**
 * The events of a run at each step: it succeeds, dies before or after its request, and then the shopper retries or the
 * completer takes over.
 */
const step = fc.record({
  dies: fc.constantFrom('not', 'not', 'before it asked', 'before it saved'),
  next: fc.constantFrom('the shopper', 'the completer'),
  meanwhile: fc.constantFrom('nothing', 'nothing', 'the order is paid', 'the reservation expires'),
});

describe('after a crash at any step', () => {
  test('a checkout ends, charges once at most, and leaves no partial result', () => {
    fc.assert(
      fc.property(
        fc.record({ enoughStock: fc.boolean(), card: fc.constantFrom('good', 'bad', 'asks', 'none' as const) }),
        fc.array(step, { maxLength: 20 }),
        ({ enoughStock, card }, steps) => {
          const world: World = {
            enoughStock,
            card: card as World['card'],
            stock: 'none',
            order: 'none',
            payment: 'none',
            charges: 0,
          };
          let state: State = { step: 'started' };
          const plans = [...steps];
          for (let turns = 0; state.step !== 'finished'; turns++) {
            expect(turns).toBeLessThan(60);
            const { dies, next, meanwhile } = plans.shift() ?? {
              dies: 'not',
              next: 'the shopper',
              meanwhile: 'nothing',
            };
            if (meanwhile === 'the order is paid' && world.payment === 'authorized' && world.order === 'pending')
              world.order = 'paid';
            if (meanwhile === 'the reservation expires' && world.stock === 'held' && state.step === 'priced')
              world.stock = 'released';
            const reply = dies === 'before it asked' ? undefined : ask(world, state);
            if (dies === 'not' && reply) state = advance(state, reply);
            else if (next === 'the completer') {
              const resumed = resume(state);
              if (resumed === 'discard')
                return expect(world).toMatchObject({ stock: 'none', order: 'none', payment: 'none', charges: 0 });
              state = resumed;
            }
          }
          const { ending, placed } = state;
          const well = ending.as === 'authorized' || ending.as === 'awaiting_payment';
          expect(world.charges).toBeLessThanOrEqual(1);
          expect(well).toBe(placed !== undefined && ending.as !== 'declined' && ending.as !== 'expired');
          if (well) {
            expect(['pending', 'paid']).toContain(world.order);
            expect(world.stock).toBe('held');
            expect(world.payment === 'authorized').toBe(ending.as === 'authorized');
          } else {
            expect(['none', 'cancelled']).toContain(world.order);
            expect(['none', 'declined', 'cancelled']).toContain(world.payment);
            expect(world.stock).not.toBe('held');
          }
          return undefined;
        },
      ),
      seed,
    );
  });

  test('an order that is paid after a declined card stands, and is not compensated', () => {
    const placed = { plan, reservedUntil: '2026-11-22T10:45:00Z', orderNumber: 'C-1' };
    const compensating: State = { step: 'compensating', lastStep: 'ordered', ending: { as: 'declined' }, placed };
    const back = advance(compensating, { kind: 'order_paid' });
    expect(back).toEqual({ step: 'ordered', ...placed, orderIsPaid: true });
    expect(advance(back, { kind: 'authorized' })).toEqual({ step: 'finished', ending: { as: 'authorized' }, placed });
    expect(() => advance(back, { kind: 'declined' })).toThrow('paid');
  });

  test('a result that the state does not expect changes nothing', () => {
    const finished: State = { step: 'finished', ending: { as: 'no_cart' } };
    expect(() => advance({ step: 'started' }, { kind: 'authorized' })).toThrow('no result');
    expect(() => advance({ step: 'priced', plan }, { kind: 'compensated' })).toThrow('no result');
    expect(() => advance(finished, { kind: 'compensated' })).toThrow('no result');
  });
});

describe('time', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  test('a payment always ends before its reservation does, also where its page cannot be closed', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.integer({ min: 0, max: 60 * 60_000 }), (hosted, later) => {
        const reservedUntil = now + reservationSeconds(hosted) * 1_000;
        const until = paymentDeadline(hosted, new Date(reservedUntil).toISOString(), now + later);
        if (until === undefined) return;
        expect(Date.parse(until)).toBeLessThan(reservedUntil);
        expect(Date.parse(until) - now - later).toBeGreaterThanOrEqual(hosted ? 15 * 60_000 : 30_000);
        if (hosted) expect(reservedUntil - now - later).toBeGreaterThanOrEqual(31 * 60_000);
      }),
      seed,
    );
  });

  test.each([
    ['a hosted page asked for at once', true, 0, '2026-11-22T10:15:00.000Z'],
    ['a hosted page asked for late', true, 13 * 60_000, '2026-11-22T10:28:00.000Z'],
    ['a hosted page asked for too late', true, 14 * 60_000, undefined],
    ['a card', false, 0, '2026-11-22T10:09:00.000Z'],
    ['a card, too late', false, 9 * 60_000, undefined],
  ] as const)('%s', (_name, hosted, later, want) => {
    expect(paymentDeadline(hosted, new Date(now + reservationSeconds(hosted) * 1_000).toISOString(), now + later)).toBe(
      want,
    );
  });
});
