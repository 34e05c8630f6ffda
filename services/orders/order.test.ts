import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  applyFact,
  type Fact,
  type FactContent,
  type OrderEvent,
  type PlacedOrder,
  statusesBetween,
  statusOf,
  toOrder,
  totalsError,
} from './order.ts';
import { newOrder } from './testing/orders.ts';

/** The legal transitions of an order's status. */
const legalTransitions: Readonly<Record<string, readonly string[]>> = {
  pending: ['paid', 'cancelled'],
  paid: ['shipped', 'cancelled'],
  shipped: ['delivered', 'cancelled', 'refunded'],
  delivered: ['cancelled', 'refunded'],
  cancelled: ['refunded'],
  refunded: ['shipped', 'delivered', 'cancelled'], // a failed refund
};

fc.configureGlobal({ seed: 20261122 });

const fresh: PlacedOrder = {
  id: '0190a6e0-7c1d-7000-8000-000000000003',
  number: 'C-10042',
  placedAt: '2026-11-22T10:00:00.000Z',
  content: newOrder(),
  facts: [],
};

const parcel = { id: '0190a6e0-7c1d-7000-8000-000000000006', carrier: 'local', trackingNumber: 'LC123456785' };
const happenings: FactContent[] = [
  { kind: 'authorized' },
  { kind: 'captured' },
  { kind: 'stock_allocated' },
  { kind: 'payment_failed', reason: 'expired' },
  { kind: 'stock_missing' },
  { kind: 'cancelled', reason: 'Changed their mind' },
  { kind: 'shipped', parcel },
  { kind: 'in_transit', parcel },
  { kind: 'delivered', parcel },
  { kind: 'refunded', refundedTotal: 300, whole: false, amount: 300, lines: [{ sku: '1082185', quantity: 1 }] },
  { kind: 'refunded', refundedTotal: 701, whole: true },
];
const facts: Fact[] = happenings.map((happening, n) => ({
  ...happening,
  id: `${happening.kind}:${n}`,
  at: `2026-11-22T10:00:${10 + n}.000Z`,
}));

/** Any of the facts, in any order, each once or more. */
const history = fc
  .subarray(facts)
  .chain(some =>
    fc.tuple(
      fc.constant(some),
      fc.array(fc.nat(Math.max(0, some.length - 1)), { maxLength: some.length === 0 ? 0 : 5 }),
    ),
  )
  .chain(([some, repeats]) => {
    const recorded = [...some, ...repeats.flatMap(index => some[index] ?? [])];
    return fc.shuffledSubarray(recorded, { minLength: recorded.length, maxLength: recorded.length });
  });

function replay(recorded: readonly Fact[]): { order: PlacedOrder; statuses: string[]; events: OrderEvent[] } {
  let order = fresh;
  const statuses: string[] = ['pending'];
  const events: OrderEvent[] = [];
  for (const fact of recorded) {
    const from = statusOf(order.facts);
    const step = applyFact(order, fact);
    statuses.push(...statusesBetween(from, step.status));
    events.push(...step.events);
    order = step.order;
  }
  return { order, statuses, events };
}

describe('an order whose facts arrive in any order, any number of times', () => {
  test('ends in the same status', () => {
    const recorded = history.chain(list =>
      fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
    );
    fc.assert(
      fc.property(recorded, ([one, other]) =>
        expect(statusOf(replay(one).order.facts)).toBe(statusOf(replay(other).order.facts)),
      ),
    );
  });

  test('makes legal transitions only', () => {
    fc.assert(
      fc.property(history, recorded => {
        const { statuses, order } = replay(recorded);
        for (const [index, status] of statuses.slice(1).entries())
          expect(legalTransitions[statuses[index] ?? '']).toContain(status);
        expect(statuses.at(-1)).toBe(statusOf(order.facts));
      }),
    );
  });

  test('publishes each event at most once, and nothing to fulfil after a cancellation', () => {
    fc.assert(
      fc.property(history, recorded => {
        const types = replay(recorded).events.map(event => event.type);
        expect(new Set(types).size).toBe(types.length);
        const cancelled = types.indexOf('OrderCancelled');
        if (cancelled >= 0) expect(types.indexOf('OrderPaid')).toBeLessThan(cancelled);
        const ends = types.filter(type => type !== 'OrderPartlyRefunded');
        if (types.includes('OrderRefunded')) expect(ends.at(-1)).toBe('OrderRefunded');
      }),
    );
  });

  test('once cancelled is never paid, and ships only when paid', () => {
    fc.assert(
      fc.property(history, recorded => {
        const { statuses } = replay(recorded);
        const after = statuses.slice(statuses.indexOf('cancelled') + 1);
        if (statuses.includes('cancelled')) for (const status of after) expect(status).toBe('refunded');
        if (statuses.includes('shipped')) expect(statuses.slice(0, statuses.indexOf('shipped'))).toContain('paid');
      }),
    );
  });
});

function the(kind: FactContent['kind']): Fact {
  const fact = facts.findLast(known => known.kind === kind);
  if (!fact) throw new Error(`no ${kind}`);
  return fact;
}

describe('an order', () => {
  test('keeps a parcel that arrives before its payment', () => {
    const early = replay([the('shipped')]);
    expect(toOrder(early.order)).toMatchObject({
      status: 'pending',
      shipments: [{ trackingNumber: 'LC123456785', status: 'created' }],
    });
    const { order, statuses } = replay([the('shipped'), the('authorized')]);
    expect(statuses).toEqual(['pending', 'paid', 'shipped']);
    expect(toOrder(order).status).toBe('shipped');
  });

  test('publishes whether it was paid when it is cancelled', () => {
    const wasPaid = (recorded: Fact[]) =>
      replay(recorded).events.flatMap(event => (event.type === 'OrderCancelled' ? [event.payload.wasPaid] : []));
    expect(wasPaid([the('authorized'), the('cancelled')])).toEqual([true]);
    expect(wasPaid([the('cancelled'), the('authorized')])).toEqual([false]);
  });

  test('omits a late payment from its timeline', () => {
    const types = toOrder(replay([the('cancelled'), the('authorized')]).order).timeline.map(entry => entry.type);
    expect(types).toEqual(['placed', 'cancelled']);
  });

  test('that is refunded in part keeps its status and shows the refunded amount', () => {
    const part = facts.find(fact => fact.kind === 'refunded' && !fact.whole);
    const { order } = replay([the('authorized'), the('shipped'), ...(part ? [part] : [])]);
    expect(toOrder(order)).toMatchObject({ status: 'shipped', totals: { refunded: { amount: 300, currency: 'USD' } } });
  });

  test('that is refunded before it ships is cancelled first', () => {
    expect(replay([the('authorized'), the('refunded')]).events.map(event => event.type)).toEqual([
      'OrderPaid',
      'OrderCancelled',
      'OrderRefunded',
    ]);
  });
});

describe('the sums of a new order', () => {
  const lines = fc.array(fc.record({ quantity: fc.integer({ min: 1, max: 99 }), price: fc.nat(1_000_000) }), {
    minLength: 1,
    maxLength: 10,
  });

  test('add up, or are refused', () => {
    fc.assert(
      fc.property(lines, fc.nat(10_000), fc.integer({ min: 1, max: 500 }), fc.nat(), (list, shipping, off, place) => {
        const usd = (amount: number) => ({ amount, currency: 'USD' });
        const order = newOrder();
        order.lines = list.map(({ quantity, price }, n) => ({
          sku: `sku-${n}`,
          title: 'T',
          quantity,
          unitPrice: usd(price),
          lineTotal: usd(price * quantity),
        }));
        const subtotal = list.reduce((sum, { quantity, price }) => sum + quantity * price, 0);
        order.totals = { subtotal: usd(subtotal), shipping: usd(shipping), total: usd(subtotal + shipping) };
        expect(totalsError(order)).toBeUndefined();
        const { subtotal: a, shipping: b, total: c } = order.totals;
        const amounts = [a, b, c, ...order.lines.map(line => line.lineTotal)];
        const wrong = amounts[place % amounts.length];
        if (wrong) wrong.amount += off;
        expect(totalsError(order)).toEqual(expect.any(String));
      }),
    );
  });

  test('are in one currency and not negative', () => {
    const mixed = newOrder();
    mixed.totals.shipping.currency = 'EUR';
    expect(totalsError(mixed)).toMatch(/one currency/);
    const negative = newOrder();
    negative.totals.shipping.amount = -1;
    expect(totalsError(negative)).toMatch(/negative/);
  });
});
