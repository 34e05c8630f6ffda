import { useState } from 'react';
import { useLive } from '../../kit/live/use-live-feed.ts';
import { useNews } from '../../kit/live/use-new-items.ts';
import type { Heard } from './received-changes.ts';

/** More are not waited for at a time. */
const most = 30;

/**
 * The changes that were told since the page was opened, oldest first; the log may have them a moment later
 * (`askAgain`).
 */
export function useHeard(): readonly Heard[] {
  const { changes } = useLive();
  const [heard, setHeard] = useState<readonly Heard[]>([]);
  useNews(changes, fresh => {
    const heardAt = performance.now();
    setHeard(known => [...known, ...fresh.map(change => ({ ...change, heardAt }))].slice(-most));
  });
  return heard;
}
