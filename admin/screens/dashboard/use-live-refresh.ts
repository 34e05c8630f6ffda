import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { LiveFeed } from '../../kit/live/use-live-feed.ts';
import { toDoQueryKey } from './ToDoList.tsx';
import { salesQueryKey } from './use-today.ts';

/** Events arrive in bursts: figures are refetched at most once in this time, ms. */
const pauseMs = 1_500;

/** Refetches the figures after events, and after a reconnect. */
export function useLiveRefresh({ state, items }: LiveFeed): void {
  const client = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const newest = items[0]?.id;
  const seen = useRef({ state, newest });
  useEffect(() => {
    const before = seen.current;
    seen.current = { state, newest };
    const isBack = before.state !== 'live' && state === 'live';
    if (before.newest === newest && !isBack) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      for (const queryKey of [['api', ...salesQueryKey], toDoQueryKey, ['api', 'edge']])
        void client.invalidateQueries({ queryKey });
    }, pauseMs);
  }, [client, state, newest]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}
