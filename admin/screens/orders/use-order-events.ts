import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLiveFeed } from '../../kit/live/use-live-feed.ts';
import { useFeedGaps, useNewItems } from '../../kit/live/use-new-items.ts';
import { type ReceivedEvent, staleParts } from './received-events.ts';

/**
 * Refetches the parts of an order's page that received events make stale, and all of them after a gap in the feed.
 * @returns the order's events since the page was opened, oldest first
 */
export function useOrderEvents(orderId: string): readonly ReceivedEvent[] {
  const client = useQueryClient();
  const { items, gaps } = useLiveFeed();
  const [received, setReceived] = useState<readonly ReceivedEvent[]>([]);
  const all = ['api', 'order', orderId];
  useFeedGaps(gaps, () => void client.invalidateQueries({ queryKey: all }));
  useNewItems(items, newEvents => {
    for (const part of new Set(newEvents.flatMap(activity => staleParts(orderId, activity))))
      void client.invalidateQueries({ queryKey: part === 'order' ? all : [...all, part], exact: true });
    const ofOrder = newEvents.filter(({ subject }) => subject === orderId);
    if (ofOrder.length > 0)
      setReceived(known => [...known, ...ofOrder.map(activity => ({ ...activity, receivedAt: performance.now() }))]);
  });
  return received;
}
