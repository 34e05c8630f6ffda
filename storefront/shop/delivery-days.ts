const DAY_MS = 86_400_000;
const parts = { weekday: 'short', month: 'short', day: 'numeric', timeZone: 'UTC' } as const;

const isWorkingDay = (day: Date): boolean => day.getUTCDay() !== 0 && day.getUTCDay() !== 6;

/** The day so many working days (Monday to Friday, UTC) after another; holidays are not known. */
function addWorkingDays(from: Date, count: number): Date {
  let day = from;
  for (let left = count; left > 0; ) {
    day = new Date(day.getTime() + DAY_MS);
    if (isWorkingDay(day)) left -= 1;
  }
  return day;
}

/**
 * When a parcel arrives that is ordered at a moment (RFC 3339), by the working days of its shipping method:
 * `Wed, Dec 3 – Fri, Dec 5`.
 */
export function arrivalOf(days: { min: number; max: number }, orderedAt: string, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, parts);
  const ordered = new Date(orderedAt);
  // Browsers and servers differ in the blanks around the dash.
  const [first, last] = [days.min, days.max].map(count => format.format(addWorkingDays(ordered, count)));
  return first === last ? `${first}` : `${first} – ${last}`;
}
