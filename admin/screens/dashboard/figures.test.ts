import { expect, test } from '@jest/globals';
import { figuresOf } from './figures.ts';

const day = (date: string, orders: number, amount: number) => ({
  date,
  orders,
  units: orders,
  sales: { amount, currency: 'EUR' },
});
const orders = (...days: ReturnType<typeof day>[]) => ({ days, bestSellers: [] });

test('the numbers of today stand beside those of the same stretch a week ago', () => {
  const figures = figuresOf(
    {
      orders: orders(day('2026-11-21', 1, 500), day('2026-11-22', 3, 3000)),
      carts: { days: [{ date: '2026-11-22', carts: 12 }] },
    },
    { orders: orders(day('2026-11-15', 2, 1500)), carts: { days: [{ date: '2026-11-15', carts: 4 }] } },
  );
  expect(figures.currency).toBe('EUR');
  expect(figures.sales).toMatchObject({ today: 3000, before: 1500, change: 1 });
  expect(figures.orders).toMatchObject({ today: 3, before: 2, change: 0.5 });
  expect(figures.conversion).toMatchObject({ today: 0.25, before: 0.5, change: -0.5 });
  expect(figures.average).toMatchObject({ today: 1000, before: 750 });
  expect(figures.sales.days).toEqual([
    { date: '2026-11-21', value: 500 },
    { date: '2026-11-22', value: 3000 },
  ]);
});

test('a shop without a past has numbers and no change', () => {
  const figures = figuresOf(
    { orders: orders(day('2026-11-22', 0, 0)), carts: { days: [] } },
    { orders: orders(), carts: { days: [] } },
  );
  expect(figures.sales).toMatchObject({ today: 0, before: undefined, change: undefined });
  expect(figures.average.today).toBeUndefined();
  expect(figures.conversion.today).toBeUndefined();
});
