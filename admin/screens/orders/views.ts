import type { SavedView } from '../../kit/resource/saved-view.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** The first moment of the day that many days ago, in the reader's zone. */
function startOfDay(now: Date, daysAgo: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo);
}

/** Views of orders for everybody. Weeks begin on Monday. */
export function orderViews(now: Date): SavedView[] {
  const sinceMonday = (now.getDay() + 6) % 7;
  const aDayAgo = new Date(Math.floor((now.getTime() - DAY_MS) / 3_600_000) * 3_600_000);
  return [
    { label: 'Unfulfilled', filter: { statuses: ['paid'] } },
    { label: 'Needs a hand', filter: { statuses: ['pending', 'paid'], to: aDayAgo.toISOString() } },
    { label: 'Today', filter: { from: startOfDay(now, 0).toISOString() } },
    { label: 'This week', filter: { from: startOfDay(now, sinceMonday).toISOString() } },
    { label: 'Cancelled and refunded', filter: { statuses: ['cancelled', 'refunded'] } },
  ];
}
