'use client';
import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/**
 * Events of one change arrive together. The search index is a little behind them, so the page refreshes twice, after
 * these ms.
 */
const REFRESH_MS = 150;
const SECOND_REFRESH_MS = 1_200;

/** The contract's maximum, ms. */
const MAX_AGE_MS = 86_400_000;

/** How long ago the page was loaded, ms: what changed since, before it was connected, is sent at once. */
const ageOfPage = (): number => Math.min(Math.ceil(performance.now()), MAX_AGE_MS);

/** A hidden page, or one without a connection, is not refreshed. */
const isVisibleAndOnline = (): boolean => document.visibilityState === 'visible' && navigator.onLine;

/**
 * Keeps the open page up to date: it is rendered again when one of its tags changed, when it becomes visible, and when
 * the connection is back. With `everyMs` it also polls, for pages without live events.
 */
export function Live({ tags = [], everyMs }: { tags?: readonly string[]; everyMs?: number }) {
  const router = useRouter();
  const address = `/api/live?${tags.map(tag => `tag=${encodeURIComponent(tag)}`).join('&')}`;
  const hasTags = tags.length > 0;

  useEffect(() => {
    let source: EventSource | undefined;
    const timers = new Set<ReturnType<typeof setTimeout>>();
    const refresh = () => isVisibleAndOnline() && router.refresh();
    const refreshAfter = (ms: number) => timers.add(setTimeout(refresh, ms));
    const subscribe = () => {
      source?.close();
      source = undefined;
      if (document.visibilityState !== 'visible' || !hasTags) return;
      source = new EventSource(`${address}&age=${ageOfPage()}`);
      source.addEventListener('changed', () => {
        refreshAfter(REFRESH_MS);
        refreshAfter(SECOND_REFRESH_MS);
      });
    };
    const onVisibilityChange = () => {
      subscribe();
      refresh();
    };
    const poll = everyMs === undefined ? undefined : setInterval(refresh, everyMs);
    subscribe();
    document.addEventListener('visibilitychange', onVisibilityChange);
    addEventListener('online', refresh);
    return () => {
      source?.close();
      clearInterval(poll);
      for (const timer of timers) clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisibilityChange);
      removeEventListener('online', refresh);
    };
  }, [address, everyMs, hasTags, router]);
  return null;
}
