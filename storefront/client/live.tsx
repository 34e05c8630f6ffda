'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/**
 * Changes come in twos and threes; what is asked right after one may still be a moment behind where it is found by
 * search.
 */
const GATHER_MS = 150;
const AGAIN_MS = 1_200;

/** While nobody looks, or without a connection, the page stays as it is. */
const isWorthwhile = (): boolean => document.visibilityState === 'visible' && navigator.onLine;

/**
 * Keeps the open page as it is in the shop: it is asked for again when one of its tags changed, while it is seen, and
 * when the connection is back. Without live news it is asked every `everyMs`, where that is given.
 */
export function Live({ tags = [], everyMs }: { tags?: readonly string[]; everyMs?: number }) {
  const router = useRouter();
  const address = `/api/live?${tags.map(tag => `tag=${encodeURIComponent(tag)}`).join('&')}`;
  const hasTags = tags.length > 0;

  useEffect(() => {
    let source: EventSource | undefined;
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const again = () => isWorthwhile() && router.refresh();
    const later = (ms: number) => timers.add(setTimeout(again, ms));
    const follow = () => {
      source?.close();
      source = undefined;
      if (document.visibilityState !== 'visible' || !hasTags) return;
      source = new EventSource(address);
      source.addEventListener('changed', () => {
        later(GATHER_MS);
        later(AGAIN_MS);
      });
    };
    const onSeen = () => {
      follow();
      again();
    };
    const poll = everyMs === undefined ? undefined : setInterval(again, everyMs);
    follow();
    document.addEventListener('visibilitychange', onSeen);
    addEventListener('online', again);
    return () => {
      source?.close();
      clearInterval(poll);
      for (const timer of timers) clearTimeout(timer);
      document.removeEventListener('visibilitychange', onSeen);
      removeEventListener('online', again);
    };
  }, [address, everyMs, hasTags, router]);
  return null;
}
