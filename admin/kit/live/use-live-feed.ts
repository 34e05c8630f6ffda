import { useSyncExternalStore } from 'react';
import type { Change } from '../../../generated/edge/types.ts';
import { type Activity, parseActivity } from './activity.ts';
import { parseChange } from './change.ts';
import { joined } from './feed-message.ts';

export interface Live {
  /** `lost` once it is clear that the connection does not come back at once. */
  state: 'connecting' | 'live' | 'lost';
  /** What happens in the shop, the newest first. */
  items: readonly Activity[];
  /** What happened while nobody here listened, the newest first. */
  earlier: readonly Activity[];
  /** What staff changes, as far as the one who is signed in may see it, the newest first. */
  changes: readonly Change[];
  /** How often something may have been missed: what is shown is to be read anew. */
  gaps: number;
}

const mostItems = 30;
/** What was told up to 2 s before is told again: it may be missing in what a page has just read. */
const address = `/api/admin/live?age=2000&recent=${mostItems}`;
/** A connection that ends as the edge ends each after five minutes is back within this, ms. */
const graceMs = 6_000;
const [firstRetryMs, longestRetryMs] = [2_000, 30_000];

let live: Live = { state: 'connecting', items: [], earlier: [], changes: [], gaps: 0 };
let source: EventSource | undefined;
let grace: ReturnType<typeof setTimeout> | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
let retryMs = firstRetryMs;
/** Nobody tells the next connection what was missed before it. */
let isBehind = false;
/** What was before comes in a burst and is shown at once, this long after the first of it, ms. */
const togetherMs = 100;
let telling: ReturnType<typeof setTimeout> | undefined;
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
    put({ state: 'live', ...(isBehind && { gaps: live.gaps + 1 }) });
    isBehind = false;
  };
  opened.onerror = () => {
    grace ??= setTimeout(() => {
      isBehind = true;
      put({ state: 'lost' });
    }, graceMs);
    // the browser connects again by itself, and is told what it missed
    if (opened.readyState !== EventSource.CLOSED) return;
    isBehind = true;
    retry = setTimeout(connect, retryMs);
    retryMs = Math.min(2 * retryMs, longestRetryMs);
  };
  opened.addEventListener('activity', event => {
    const activity = parseActivity(event.lastEventId, event.data);
    if (activity) put({ items: joined(live.items, activity, mostItems) });
  });
  opened.addEventListener('earlier', event => {
    const activity = parseActivity(event.lastEventId, event.data);
    if (!activity) return;
    live = { ...live, earlier: joined(live.earlier, activity, mostItems) };
    if (telling !== undefined) return;
    telling = setTimeout(() => {
      telling = undefined;
      put({});
    }, togetherMs);
  });
  opened.addEventListener('change', event => {
    const change = parseChange(event.data);
    if (change) put({ changes: joined(live.changes, change, mostItems) });
  });
}

function disconnect(): void {
  source?.close();
  source = undefined;
  clearTimeout(grace);
  clearTimeout(retry);
  grace = undefined;
  live = { ...live, state: 'connecting' };
}

/**
 * A browser opens six connections to one host and no more: tabs that nobody looks at must not hold them, or none would
 * load any more.
 */
function heedVisibility(): void {
  if (document.hidden) {
    isBehind = true;
    disconnect();
  } else if (!source) connect();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    document.addEventListener('visibilitychange', heedVisibility);
    if (!document.hidden) connect();
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', heedVisibility);
    disconnect();
    isBehind = false;
  };
}

/** What happens in the shop, as it happens; one connection for everybody who looks, ended when nobody does. */
export function useLive(): Live {
  return useSyncExternalStore(subscribe, () => live);
}
