import { expect, test } from '@jest/globals';
import type { Order } from '../shop/orders.ts';
import { stepsOf } from './timeline.tsx';

const usd = { amount: 1, currency: 'USD' };
const at = (minute: number) => `2026-11-22T10:0${minute}:00Z`;
const order = (status: Order['status'], ...types: Order['timeline'][number]['type'][]): Order => ({
  id: 'o',
  number: 'C-1',
  status,
  email: 'a@b.c',
  lines: [],
  totals: { subtotal: usd, shipping: usd, total: usd },
  placedAt: at(0),
  shippingAddress: { name: 'A', line1: 'B', city: 'C', postalCode: 'D', country: 'US' },
  shipments: types.includes('shipped')
    ? [{ id: 's', carrier: 'local', trackingNumber: 'LC1', status: 'created' as const }]
    : [],
  timeline: types.map((type, minute) => ({ type, at: at(minute) })),
});
const done = (steps: ReturnType<typeof stepsOf>) => steps.filter(step => step.at !== undefined).map(({ name }) => name);

test.each([
  [order('pending', 'placed'), ['Ordered']],
  [order('paid', 'placed', 'paid'), ['Ordered', 'Paid']],
  [order('paid', 'placed', 'paid', 'stock_allocated'), ['Ordered', 'Paid', 'Packed']],
  [order('shipped', 'placed', 'paid', 'stock_allocated', 'shipped'), ['Ordered', 'Paid', 'Packed', 'On its way']],
  [
    order('delivered', 'placed', 'paid', 'shipped', 'delivered'),
    ['Ordered', 'Paid', 'Packed', 'On its way', 'Delivered'],
  ],
])('an order that is $status', (given, names) => {
  const steps = stepsOf(given);
  expect(done(steps)).toEqual(names);
  expect(steps).toHaveLength(5);
});

test('a cancelled order shows what had happened and that it ended, and nothing that will not come', () => {
  const steps = stepsOf(order('cancelled', 'placed', 'cancelled'));
  expect(steps.map(({ name }) => name)).toEqual(['Ordered', 'Cancelled']);
});

test('the tracking number stands where the parcel is on its way', () => {
  expect(stepsOf(order('shipped', 'placed', 'paid', 'shipped')).find(({ note }) => note)).toMatchObject({
    name: 'On its way',
    note: 'LC1',
  });
});
