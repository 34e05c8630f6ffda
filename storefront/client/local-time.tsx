'use client';
import { useSyncExternalStore } from 'react';

const parts = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
const neutral = new Intl.DateTimeFormat('en-US', { ...parts, timeZone: 'UTC', timeZoneName: 'short' });
const never = (): (() => void) => () => {};

/** A moment (RFC 3339): from the server in UTC, which it says; where a script runs in the time of whoever reads. */
export function LocalTime({ at, className }: { at: string; className?: string }) {
  const moment = new Date(at);
  const text = useSyncExternalStore(
    never,
    () => new Intl.DateTimeFormat('en-US', parts).format(moment),
    () => neutral.format(moment),
  );
  return (
    // Browsers put other blanks between the same words than the server does.
    <time dateTime={at} className={className} suppressHydrationWarning>
      {text}
    </time>
  );
}
