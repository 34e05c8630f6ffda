import type { CartStatistics } from '../../../generated/cart/types.ts';
import type { OrderStatistics } from '../../../generated/orders/types.ts';
import { averageOf, changeFrom, conversion } from './periods.ts';

/** A figure of today, of the same day last week, and of the last days, today last. */
export interface Figure {
  today: number | undefined;
  before: number | undefined;
  change: number | undefined;
  days: readonly { date: string; value: number | undefined }[];
}

export interface Figures {
  currency: string;
  sales: Figure;
  orders: Figure;
  conversion: Figure;
  average: Figure;
  carts: number;
}

interface Day {
  date: string;
  orders: number;
  amount: number;
  carts: number;
}

/** The four figures of the day from the statistics of orders and carts. */
export function figuresOf(
  now: { orders: OrderStatistics; carts: CartStatistics },
  before: { orders: OrderStatistics; carts: CartStatistics },
): Figures {
  const days = daysOf(now.orders, now.carts);
  const today = days.at(-1);
  const then = daysOf(before.orders, before.carts).at(-1);
  const figure = (of: (day: Day) => number | undefined): Figure => {
    const is = today && of(today);
    const was = then && of(then);
    return {
      today: is,
      before: was,
      change: changeFrom(was, is),
      days: days.map(day => ({ date: day.date, value: of(day) })),
    };
  };
  return {
    currency: now.orders.days.at(-1)?.sales.currency ?? 'USD',
    sales: figure(({ amount }) => amount),
    orders: figure(({ orders }) => orders),
    conversion: figure(({ orders, carts }) => conversion(orders, carts)),
    average: figure(({ amount, orders }) => averageOf(amount, orders)),
    carts: today?.carts ?? 0,
  };
}

function daysOf({ days }: OrderStatistics, carts: CartStatistics): Day[] {
  const begun = new Map(carts.days.map(day => [day.date, day.carts]));
  return days.map(({ date, orders, sales }) => ({ date, orders, amount: sales.amount, carts: begun.get(date) ?? 0 }));
}
