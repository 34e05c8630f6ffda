'use client';
import { useSyncExternalStore } from 'react';
import { useMessages } from './messages.tsx';

const parts = { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const;
const utc = { ...parts, timeZone: 'UTC', timeZoneName: 'short' } as const;
const never = (): (() => void) => () => {};

/** A time (RFC 3339): in UTC from the server, in the reader's time zone where a script runs. */
export function LocalTime({ at, className }: { at: string; className?: string }) {
  const { locale } = useMessages();
  const moment = new Date(at);
  const text = useSyncExternalStore(
    never,
    () => new Intl.DateTimeFormat(locale, parts).format(moment),
    () => new Intl.DateTimeFormat(locale, utc).format(moment),
  );
  return (
    // Browsers use other space characters than the server.
    <time dateTime={at} className={className} suppressHydrationWarning>
      {text}
    </time>
  );
}
