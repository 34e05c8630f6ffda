export interface Period {
  from: string;
  to: string;
}

export interface ComparedPeriods {
  /** The last 14 days with today, until now. */
  fortnight: Period;
  /** The same weekday a week ago, until the same hour by the clock. */
  lastWeek: Period;
  /** Seven days with today. */
  week: Period;
}

/** The first moment of the day that many days ago, in the browser's zone. */
export function startOfDay(now: Date, daysAgo: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo);
}

/**
 * The periods that the dashboard compares, in the browser's zone. Days are calendar days, so daylight saving time
 * shifts nothing.
 */
export function periodsAt(now: Date): ComparedPeriods {
  const year = now.getFullYear();
  const month = now.getMonth();
  const day = now.getDate();
  const startOf = (daysAgo: number) => startOfDay(now, daysAgo).toISOString();
  const to = now.toISOString();
  const sameHour = new Date(year, month, day - 7, now.getHours(), now.getMinutes(), now.getSeconds());
  return {
    fortnight: { from: startOf(13), to },
    lastWeek: {
      from: startOf(7),
      to: (sameHour.toISOString() > startOf(7) ? sameHour : new Date(sameHour.getTime() + 1000)).toISOString(),
    },
    week: { from: startOf(6), to },
  };
}

/** `last Sunday until 16:30`: what today is compared with. */
export function comparedWith(now: Date): string {
  const weekday = now.toLocaleDateString(undefined, { weekday: 'long' });
  return `last ${weekday} until ${now.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })}`;
}

/** How much more than before, `0.5` for half as much again; undefined where there was nothing to compare with. */
export function changeFrom(before: number | undefined, today: number | undefined): number | undefined {
  if (before === undefined || today === undefined || before === 0) return undefined;
  return (today - before) / before;
}

/**
 * The part of the carts that became orders; undefined without carts, and where orders came from carts of another day.
 */
export function conversion(orders: number, carts: number): number | undefined {
  return carts === 0 || orders > carts ? undefined : orders / carts;
}

/** Average order value, minor units; undefined without orders. */
export function averageOf(amount: number, orders: number): number | undefined {
  return orders === 0 ? undefined : Math.round(amount / orders);
}
