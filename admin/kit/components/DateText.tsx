const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `3 minutes ago` for what is fresh, `Today 14:05`, `Yesterday 14:05`, then the date. */
export function formatWhen(at: Date, now: Date): string {
  const age = now.getTime() - at.getTime();
  const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });
  if (age >= 0 && age < minute) return 'just now';
  if (age >= 0 && age < hour) return relative.format(-Math.floor(age / minute), 'minute');
  const clock = at.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
  const days = Math.round((startOfDay(now) - startOfDay(at)) / day);
  if (Math.abs(days) <= 1) return `${capital(relative.format(-days, 'day'))} ${clock}`;
  const isThisYear = at.getFullYear() === now.getFullYear();
  const date = at.toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    ...(!isThisYear && { year: 'numeric' }),
  });
  return isThisYear ? `${date}, ${clock}` : date;
}

function startOfDay(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A point in time (RFC 3339) in the reader's zone; the exact one is its tooltip. */
export function DateText({ value }: { value: string | undefined | null }) {
  const at = value ? new Date(value) : undefined;
  if (!at || Number.isNaN(at.getTime())) return <span className="faint nothing">–</span>;
  return (
    <time
      dateTime={at.toISOString()}
      title={at.toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'medium' })}
      className="numeric"
    >
      {formatWhen(at, new Date())}
    </time>
  );
}
