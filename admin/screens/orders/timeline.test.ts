import { describe, expect, test } from '@jest/globals';
import type { AuditEntry } from '../../../generated/audit/types.ts';
import type { Order } from '../../../generated/orders/types.ts';
import type { Payment } from '../../../generated/payments/types.ts';
import { declineText } from './decline-codes.ts';
import { isPartlyRefunded, moneyWhenCancelled, refundableOf } from './refundable.ts';
import { isStockStep, supportText, timelineOf } from './timeline.ts';

const usd = (amount: number) => ({ amount, currency: 'USD' });
const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 10, 0, second)).toISOString();

const order: Order = {
  id: 'o1',
  number: 'C-10042',
  status: 'paid',
  email: 'ada@example.com',
  placedAt: at(0),
  shipments: [],
  lines: [{ sku: 'A', title: 'Bananas', quantity: 2, unitPrice: usd(101), lineTotal: usd(202) }],
  totals: { subtotal: usd(202), shipping: usd(499), total: usd(701) },
  shippingAddress: {
    name: 'Ada Shopper',
    line1: '1 Analytical Way',
    city: 'London',
    postalCode: 'N1 9GU',
    country: 'GB',
  },
  timeline: [
    { type: 'placed', at: at(1), traceId: 'a'.repeat(32) },
    { type: 'paid', at: at(3) },
    { type: 'payment_failed', at: at(9), detail: 'insufficient_funds' },
  ],
};
const paid: Payment = {
  id: 'p1',
  orderId: 'o1',
  provider: 'stripe',
  status: 'captured',
  createdAt: at(0),
  amount: usd(701),
  captured: usd(701),
  refunded: usd(0),
};
const change: AuditEntry = {
  id: 'c1',
  at: at(7),
  service: 'payments',
  resource: 'payments',
  resourceId: 'p1',
  action: 'refunded',
  reason: 'Damaged',
  actor: { kind: 'staff', id: 's1', email: 'olga@example.com' },
  changes: [],
  traceId: 'b'.repeat(32),
};

test('the history of an order joins what all services know of it, in the order of time', () => {
  const history = timelineOf({
    order,
    reservation: {
      id: 'o1',
      status: 'sold',
      lines: [{ sku: 'A', quantity: 2, location: 'east' }],
      createdAt: at(0),
      expiresAt: at(50),
    },
    ledger: [
      { id: '1', sku: 'A', location: 'east', delta: -2, onHand: 3, reason: 'sold', at: at(4), traceId: 'd'.repeat(32) },
      { id: '2', sku: 'B', location: 'west', delta: -1, onHand: 3, reason: 'sold', at: at(4) },
    ],
    messages: [
      {
        id: 'm1',
        channel: 'email',
        template: 'order-paid',
        recipient: 'ada@example.com',
        status: 'sent',
        attempts: 1,
        createdAt: at(5),
        traceId: 'e'.repeat(32),
        sentAt: at(6),
      },
      {
        id: 'm2',
        channel: 'sms',
        template: 'order-paid',
        recipient: '+44',
        status: 'failed',
        attempts: 5,
        createdAt: at(8),
        error: 'no such number',
      },
    ],
    changes: [change],
  });
  expect(history.map(({ title, detail }) => [title, detail])).toEqual([
    ['Stock held for the checkout', '2 × A at east'],
    ['Order placed', undefined],
    ['Payment authorized', undefined],
    ['Taken from stock', '2 × A from east, 1 × B from west'],
    ['Order confirmation sent', 'By e-mail to ada@example.com'],
    ['olga@example.com refunded', 'Damaged'],
    ['Order confirmation could not be sent', 'By text message to +44: no such number'],
    ['Payment failed', 'There is not enough money on the card.'],
  ]);
  expect(history.flatMap(({ traceId }) => traceId?.charAt(0) ?? [])).toEqual(['a', 'a', 'd', 'e', 'b']);
  expect(new Set(history.map(({ key }) => key)).size).toBe(history.length);
});

test('parts that have not come, or may not be seen, leave the others as they are', () => {
  expect(timelineOf({ order, reservation: null }).map(({ title }) => title)).toEqual([
    'Order placed',
    'Payment authorized',
    'Payment failed',
  ]);
});

test('a refund is one event with its amount, who gave it and why', () => {
  const payment = {
    refunds: [{ id: 'r1', amount: usd(100), reason: 'Damaged', given: true, createdAt: at(7) }],
  };
  const refunded: Order = { ...order, timeline: [...order.timeline.slice(0, 2), { type: 'refunded', at: at(8) }] };
  const events = (source: Partial<Payment>) =>
    timelineOf({ order: refunded, payment: { ...paid, ...source }, changes: [change] });
  expect(events(payment).map(({ title, detail }) => [title, detail])).toEqual([
    ['Order placed', undefined],
    ['Payment authorized', undefined],
    ['Refunded: $1.00', 'olga@example.com refunded: Damaged'],
  ]);
  expect(events({ refunds: [] }).map(({ title }) => title)).toEqual([
    'Order placed',
    'Payment authorized',
    'olga@example.com refunded',
    'Refunded',
  ]);
});

test('a cancelled order that was not paid did not fail to be paid', () => {
  const timeline: Order['timeline'] = [
    { type: 'placed', at: at(1) },
    { type: 'cancelled', at: at(2), detail: 'Ordered twice' },
    { type: 'payment_failed', at: at(3), detail: 'abandoned' },
  ];
  expect(timelineOf({ order: { ...order, timeline } }).at(-1)).toMatchObject({
    title: 'Payment closed',
    detail: 'Nobody was charged.',
    tone: 'neutral',
  });
});

describe('money', () => {
  const refunds = [{ id: 'r1', amount: usd(100), reason: 'x', given: false, createdAt: at(1) }];

  test('that was decided to go back cannot go back again, given or not', () => {
    expect(refundableOf({ captured: usd(701) })).toBe(701);
    expect(refundableOf({ captured: usd(701), refunds })).toBe(601);
    const failed = refunds.map(refund => ({ ...refund, status: 'failed' as const }));
    expect(refundableOf({ captured: usd(701), refunds: failed })).toBe(701);
  });

  test('of a cancelled order: the authorization is cancelled, or the charge refunded', () => {
    const payment = {
      id: 'p1',
      orderId: 'o1',
      provider: 'stripe',
      createdAt: at(0),
      amount: usd(701),
      captured: usd(0),
      refunded: usd(0),
    };
    expect(moneyWhenCancelled(undefined)).toBe('none');
    expect(moneyWhenCancelled({ ...payment, status: 'pending' })).toBe('none');
    expect(moneyWhenCancelled({ ...payment, status: 'authorized' })).toBe('cancelAuthorization');
    expect(moneyWhenCancelled({ ...payment, status: 'captured', captured: usd(701) })).toBe('refund');
  });
});

test('an order is partly refunded between nothing and all', () => {
  const refunded = (amount: number, status: Order['status'] = 'delivered') =>
    isPartlyRefunded({ status, totals: { ...order.totals, refunded: usd(amount) } });
  expect(isPartlyRefunded(order)).toBe(false);
  expect([refunded(0), refunded(100), refunded(701), refunded(701, 'refunded')]).toEqual([false, true, false, false]);
});

test('a decline is shown in plain words, an unknown code too', () => {
  expect(declineText('expired_card')).toBe('The card has expired.');
  expect(declineText('moon_phase')).toBe('The card was declined (moon phase).');
});

test('the inner steps of stock can be folded; that held stock was released cannot', () => {
  const keys = ['order:0', 'ledger:2026 sold', 'reservation', 'reservation:expired', 'message:1'];
  expect(keys.filter(key => isStockStep({ key }))).toEqual(['ledger:2026 sold', 'reservation']);
});

test('for support there is a line an event, with its trace', () => {
  const events = [
    { key: 'a', at: '2026-11-22T10:00:00Z', title: 'Order placed', tone: 'info', traceId: 'b'.repeat(32) },
    { key: 'b', at: '2026-11-22T10:00:02Z', title: 'Payment failed', detail: 'Declined', tone: 'critical' },
  ] as const;
  expect(supportText('C-10042', events)).toBe(
    [
      'Order C-10042',
      `2026-11-22T10:00:00Z · Order placed · trace ${'b'.repeat(32)}`,
      '2026-11-22T10:00:02Z · Payment failed · Declined',
    ].join('\n'),
  );
});

test.each([
  ['refund_refused', 'The payment provider refused the refund that olga@example.com asked for'],
  ['retried', 'olga@example.com had the payment provider asked again'],
  ['dismissed', 'olga@example.com took the payment off the list of what needs a hand'],
])('a payment that was %s has its own title', (action, title) => {
  const history = timelineOf({ order, changes: [{ ...change, action, reason: 'The card was closed.' }] });
  expect(history.find(({ key }) => key === 'change:c1')).toMatchObject({ title, detail: 'The card was closed.' });
});

test('an actor that is no person is named in words', () => {
  const shop = { ...change, action: 'captured', actor: { kind: 'service' as const, id: 'payments' } };
  expect(timelineOf({ order, changes: [shop] }).map(({ title }) => title)).toContain('The shop captured the payment');
});

test('a capture of less than the total says how much was taken', () => {
  const captured = { ...order, timeline: [{ type: 'captured' as const, at: at(4) }] };
  const titleWith = (taken: number) =>
    timelineOf({ order: { ...captured, totals: { ...order.totals, captured: usd(taken) } } }).map(({ title }) => title);
  expect(titleWith(701)).toEqual(['Payment captured']);
  expect(titleWith(500)).toEqual(['Payment captured: $5.00 of $7.01']);
});

test('disputes of the payment are events, with what the bank decided and who released the parcel', () => {
  const dispute = { id: 'dp_1', amount: usd(701), reason: 'product_not_received', status: 'x', createdAt: at(4) };
  const titles = (payment: Payment, changes: AuditEntry[] = []) =>
    timelineOf({ order: { ...order, timeline: [] }, payment, changes }).map(({ title }) => title);
  expect(titles({ ...paid, disputes: [{ ...dispute, state: 'open' }] })).toEqual(['Payment disputed: $7.01']);
  const lost = { ...dispute, state: 'lost' as const, decidedAt: at(8) };
  const released = { ...change, at: at(6), service: 'shipping', resource: 'shipments', action: 'released' };
  expect(titles({ ...paid, disputes: [lost] }, [released])).toEqual([
    'Payment disputed: $7.01',
    'olga@example.com released the parcel although its payment is disputed',
    'Dispute lost',
  ]);
});
