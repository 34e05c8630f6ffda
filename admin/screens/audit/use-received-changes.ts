import { useState } from 'react';
import { useLiveFeed } from '../../kit/live/use-live-feed.ts';
import { useNewItems } from '../../kit/live/use-new-items.ts';
import type { ReceivedChange } from './received-changes.ts';

/** More are not waited for at a time. */
const most = 30;

/** Changes received since the page was opened, oldest first. The log may lag behind them (`refetchIntervalFor`). */
export function useReceivedChanges(): readonly ReceivedChange[] {
  const { changes } = useLiveFeed();
  const [received, setReceived] = useState<readonly ReceivedChange[]>([]);
  useNewItems(changes, newChanges => {
    const receivedAt = performance.now();
    setReceived(known => [...known, ...newChanges.map(change => ({ ...change, receivedAt }))].slice(-most));
  });
  return received;
}
