const DAY_MS = 86_400_000;

/** The days from today to a day such as `2027-05-31`, in UTC; negative for what is over. */
export function daysUntil(day: string, today: Date): number {
  return Math.round((Date.parse(day) - Date.parse(today.toISOString().slice(0, 10))) / DAY_MS);
}

/** `in 12 days`, `tomorrow`, `3 days ago`. */
export function dayText(day: string, today: Date): string {
  const days = daysUntil(day, today);
  return days === 0 ? 'today' : new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(days, 'day');
}
