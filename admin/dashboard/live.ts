import { useSyncExternalStore } from 'react';
import { type Activity, joined, parseActivity } from './activity.ts';

export interface Live {
  /** `lost` once it is clear that the connection does not come back at once. */
  state: 'connecting' | 'live' | 'lost';
  items: readonly Activity[];
}

const address = '/api/admin/live';
const mostItems = 30;
/** A connection that ends as the edge ends each after five minutes is back within this, ms. */
const graceMs = 6_000;
const [firstRetryMs, longestRetryMs] = [2_000, 30_000];

let live: Live = { state: 'connecting', items: [] };
let source: EventSource | undefined;
let grace: ReturnType<typeof setTimeout> | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
let retryMs = firstRetryMs;
const listeners = new Set<() => void>();

function put(next: Partial<Live>): void {
  live = { ...live, ...next };
  for (const listener of listeners) listener();
}

function connect(): void {
  const opened = new EventSource(address);
  source = opened;
  opened.onopen = () => {
    clearTimeout(grace);
    grace = undefined;
    retryMs = firstRetryMs;
    put({ state: 'live' });
  };
  opened.onerror = () => {
    grace ??= setTimeout(() => put({ state: 'lost' }), graceMs);
    if (opened.readyState !== EventSource.CLOSED) return; // the browser connects again by itself, and is told what it missed
    retry = setTimeout(connect, retryMs);
    retryMs = Math.min(2 * retryMs, longestRetryMs);
  };
  opened.addEventListener('activity', event => {
    const activity = parseActivity(event.lastEventId, event.data);
    if (activity) put({ items: joined(live.items, activity, mostItems) });
  });
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) connect();
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    source?.close();
    clearTimeout(grace);
    clearTimeout(retry);
    grace = undefined;
    live = { ...live, state: 'connecting' };
  };
}

/** What happens in the shop, as it happens; one connection for everybody who looks, ended when nobody does. */
export function useLive(): Live {
  return useSyncExternalStore(subscribe, () => live);
}
