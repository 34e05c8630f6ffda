import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useLive } from '../dashboard/live.ts';
import { concernedParts, type Told } from './told.ts';

/**
 * Keeps the page of an order as things are: what the shop tells of it is read anew at once, part by part, and all of it once a lost connection
 * is back. @returns what was told of the order since the page was opened, oldest first
 */
export function useActivity(orderId: string): readonly Told[] {
  const client = useQueryClient();
  const { state, items } = useLive();
  const seen = useRef({ state, newest: items[0]?.id });
  const [told, setTold] = useState<readonly Told[]>([]);
  useEffect(() => {
    const before = seen.current;
    seen.current = { state, newest: items[0]?.id };
    const all = ['read', 'order', orderId];
    if (before.state === 'lost' && state === 'live') void client.invalidateQueries({ queryKey: all });
    const place = items.findIndex(({ id }) => id === before.newest);
    const fresh = place < 0 ? items : items.slice(0, place);
    for (const part of new Set(fresh.flatMap(activity => concernedParts(orderId, activity))))
      void client.invalidateQueries({ queryKey: part === 'order' ? all : [...all, part], exact: true });
    const ofOrder = fresh.filter(({ subject }) => subject === orderId).reverse();
    if (ofOrder.length > 0) setTold(known => [...known, ...ofOrder.map(activity => ({ ...activity, heardAt: performance.now() }))]);
  }, [client, orderId, state, items]);
  return told;
}
