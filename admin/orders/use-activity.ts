import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { isValues } from '../provider/body.ts';

/** What follows from one event comes within this time; the page is read anew once for all of it. */
const PAUSE_MS = 250;

/** Whether what happened may show on the page of an order: it is about it, or about one of its messages or changes, which have ids of their own. */
export function concerns(orderId: string, data: string): boolean {
  try {
    const activity: unknown = JSON.parse(data);
    if (!isValues(activity)) return false;
    const { type, subject } = activity;
    return subject === orderId || type === 'MessageSent' || type === 'MessageFailed' || type === 'ChangeMade';
  } catch {
    return false;
  }
}

/** Keeps the page of an order as things are: reads its parts anew whenever the shop tells of it. */
export function useActivity(orderId: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource('/api/admin/live');
    let timer: ReturnType<typeof setTimeout> | undefined;
    source.addEventListener('activity', event => {
      if (!concerns(orderId, String(event.data))) return;
      clearTimeout(timer);
      timer = setTimeout(() => client.invalidateQueries({ queryKey: ['read', 'order', orderId] }), PAUSE_MS);
    });
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client, orderId]);
}
