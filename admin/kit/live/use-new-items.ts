import { useEffect, useEffectEvent, useRef } from 'react';

/**
 * Hands over what was told since the last time, oldest first; what was told before the page was opened is no news to
 * it.
 */
export function useNewItems<T extends { id: string }>(items: readonly T[], hear: (fresh: readonly T[]) => void): void {
  const newest = useRef(items[0]?.id);
  const onNews = useEffectEvent(hear);
  useEffect(() => {
    const place = items.findIndex(({ id }) => id === newest.current);
    newest.current = items[0]?.id;
    const fresh = place < 0 ? items : items.slice(0, place);
    if (fresh.length > 0) onNews(fresh.toReversed());
  }, [items]);
}

/** Calls `back` each time after which something may have been missed (`Live.gaps`). */
export function useFeedGaps(gaps: number, back: () => void): void {
  const known = useRef(gaps);
  const onBack = useEffectEvent(back);
  useEffect(() => {
    if (known.current === gaps) return;
    known.current = gaps;
    onBack();
  }, [gaps]);
}
