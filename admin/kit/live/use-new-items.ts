import { useEffect, useEffectEvent, useRef } from 'react';

/**
 * Calls `onNew` with the items that arrived since the last render, oldest first. Items from before the page was
 * opened are not new.
 */
export function useNewItems<T extends { id: string }>(
  items: readonly T[],
  onNew: (newItems: readonly T[]) => void,
): void {
  const newest = useRef(items[0]?.id);
  const handleNew = useEffectEvent(onNew);
  useEffect(() => {
    const index = items.findIndex(({ id }) => id === newest.current);
    newest.current = items[0]?.id;
    const newItems = index < 0 ? items : items.slice(0, index);
    if (newItems.length > 0) handleNew(newItems.toReversed());
  }, [items]);
}

/** Calls `onGap` each time messages may have been missed (`LiveFeed.gaps`). */
export function useFeedGaps(gaps: number, onGap: () => void): void {
  const known = useRef(gaps);
  const handleGap = useEffectEvent(onGap);
  useEffect(() => {
    if (known.current === gaps) return;
    known.current = gaps;
    handleGap();
  }, [gaps]);
}
