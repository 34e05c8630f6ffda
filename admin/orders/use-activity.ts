import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Activity } from '../dashboard/activity.ts';
import { useLive } from '../dashboard/live.ts';

/** What follows from one event comes within this time; the page is read anew once for all of it, and once more for those who heard of it later. */
const PAUSES_MS = [250, 2_500];
/** Messages and changes have ids of their own, and do not say which order they are about. */
const ELSEWHERE: ReadonlySet<string> = new Set(['MessageSent', 'MessageFailed', 'ChangeMade']);

/** Whether what happened may show on the page of an order. */
export function concerns(orderId: string, { type, subject }: Pick<Activity, 'type' | 'subject'>): boolean {
  return subject === orderId || ELSEWHERE.has(type);
}

/** Keeps the page of an order as things are: reads its parts anew whenever the shop tells of it, and once the connection is back. */
export function useActivity(orderId: string): void {
  const client = useQueryClient();
  const { state, items } = useLive();
  const seen = useRef({ state, newest: items[0]?.id });
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  useEffect(() => {
    const before = seen.current;
    seen.current = { state, newest: items[0]?.id };
    const place = items.findIndex(({ id }) => id === before.newest);
    const fresh = place < 0 ? items : items.slice(0, place);
    const isBack = before.state === 'lost' && state === 'live';
    if (!isBack && !fresh.some(activity => concerns(orderId, activity))) return;
    timers.current.forEach(clearTimeout);
    const read = () => client.invalidateQueries({ queryKey: ['read', 'order', orderId] });
    timers.current = PAUSES_MS.map(pause => setTimeout(read, pause));
  }, [client, orderId, state, items]);
  useEffect(() => () => timers.current.forEach(clearTimeout), []);
}
