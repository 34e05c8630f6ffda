import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLive } from '../../kit/live/use-live-feed.ts';
import { useGaps, useNews } from '../../kit/live/use-new-items.ts';
import { concernedParts, type Told } from './received-events.ts';

/**
 * Keeps the page of an order as things are: what the shop tells of it is read anew at once, part by part, and all of it
 * once a lost connection is back. @returns what was told of the order since the page was opened, oldest first
 */
export function useActivity(orderId: string): readonly Told[] {
  const client = useQueryClient();
  const { items, gaps } = useLive();
  const [told, setTold] = useState<readonly Told[]>([]);
  const all = ['read', 'order', orderId];
  useGaps(gaps, () => void client.invalidateQueries({ queryKey: all }));
  useNews(items, fresh => {
    for (const part of new Set(fresh.flatMap(activity => concernedParts(orderId, activity))))
      void client.invalidateQueries({ queryKey: part === 'order' ? all : [...all, part], exact: true });
    const ofOrder = fresh.filter(({ subject }) => subject === orderId);
    if (ofOrder.length > 0)
      setTold(known => [...known, ...ofOrder.map(activity => ({ ...activity, heardAt: performance.now() }))]);
  });
  return told;
}
