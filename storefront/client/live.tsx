'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Changes come in twos and threes; what is asked right after one may still be a moment behind where it is found by search. */
const GATHER_MS = 150;
const AGAIN_MS = 1_200;

/**
 * Keeps the open page as it is in the shop: it is asked for again when one of its tags changed, while it is seen. Without live news it is asked
 * every `everyMs`, where that is given.
 */
export function Live({ tags, everyMs }: { tags: readonly string[]; everyMs?: number }) {
  const router = useRouter();
  const address = `/api/live?${tags.map(tag => `tag=${encodeURIComponent(tag)}`).join('&')}`;

  useEffect(() => {
    let source: EventSource | undefined;
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const later = (ms: number) => timers.add(setTimeout(() => router.refresh(), ms));
    const follow = () => {
      source?.close();
      source = undefined;
      if (document.visibilityState !== 'visible') return;
      source = new EventSource(address);
      source.addEventListener('changed', () => {
        later(GATHER_MS);
        later(AGAIN_MS);
      });
    };
    const onSeen = () => {
      follow();
      if (document.visibilityState === 'visible') router.refresh();
    };
    const poll = everyMs === undefined ? undefined : setInterval(() => document.visibilityState === 'visible' && router.refresh(), everyMs);
    follow();
    document.addEventListener('visibilitychange', onSeen);
    return () => {
      source?.close();
      clearInterval(poll);
      for (const timer of timers) clearTimeout(timer);
      document.removeEventListener('visibilitychange', onSeen);
    };
  }, [address, everyMs, router]);
  return null;
}
