import { useSyncExternalStore } from 'react';
import type { Change } from '../../../generated/edge/types.ts';
import { type Activity, parseActivity } from './activity.ts';
import { parseChange } from './change.ts';
import { prepended } from './feed-message.ts';

export interface LiveFeed {
  /** `lost` once it is clear that the connection does not come back at once. */
  state: 'connecting' | 'live' | 'lost';
  /** What happens in the shop, the newest first. */
  items: readonly Activity[];
  /** What happened while nobody here listened, the newest first. */
  replayed: readonly Activity[];
  /** What staff changes, as far as the one who is signed in may see it, the newest first. */
  changes: readonly Change[];
  /** How often something may have been missed: what is shown is to be read anew. */
  gaps: number;
}

const mostItems = 30;
/** What was told up to 2 s before is told again: it may be missing in what a page has just read. */
const feedUrl = `/api/admin/live?age=2000&recent=${mostItems}`;
/** A connection that ends as the edge ends each after five minutes is back within this, ms. */
const graceMs = 6_000;
const [firstRetryMs, longestRetryMs] = [2_000, 30_000];

let live: LiveFeed = { state: 'connecting', items: [], replayed: [], changes: [], gaps: 0 };
let source: EventSource | undefined;
let grace: ReturnType<typeof setTimeout> | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
let retryMs = firstRetryMs;
/** Nobody tells the next connection what was missed before it. */
let hasMissedMessages = false;
/** What was before comes in a burst and is shown at once, this long after the first of it, ms. */
const replayBatchMs = 100;
let replayTimer: ReturnType<typeof setTimeout> | undefined;
const listeners = new Set<() => void>();

function setState(next: Partial<LiveFeed>): void {
  live = { ...live, ...next };
  for (const listener of listeners) listener();
}

function connect(): void {
  const opened = new EventSource(feedUrl);
  source = opened;
  opened.onopen = () => {
    clearTimeout(grace);
    grace = undefined;
    retryMs = firstRetryMs;
    setState({ state: 'live', ...(hasMissedMessages && { gaps: live.gaps + 1 }) });
    hasMissedMessages = false;
  };
  opened.onerror = () => {
    grace ??= setTimeout(() => {
      hasMissedMessages = true;
      setState({ state: 'lost' });
    }, graceMs);
    // the browser connects again by itself, and is told what it missed
    if (opened.readyState !== EventSource.CLOSED) return;
    hasMissedMessages = true;
    retry = setTimeout(connect, retryMs);
    retryMs = Math.min(2 * retryMs, longestRetryMs);
  };
  opened.addEventListener('activity', event => {
    const activity = parseActivity(event.lastEventId, event.data);
    if (activity) setState({ items: prepended(live.items, activity, mostItems) });
  });
  opened.addEventListener('earlier', event => {
    const activity = parseActivity(event.lastEventId, event.data);
    if (!activity) return;
    live = { ...live, replayed: prepended(live.replayed, activity, mostItems) };
    if (replayTimer !== undefined) return;
    replayTimer = setTimeout(() => {
      replayTimer = undefined;
      setState({});
    }, replayBatchMs);
  });
  opened.addEventListener('change', event => {
    const change = parseChange(event.data);
    if (change) setState({ changes: prepended(live.changes, change, mostItems) });
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
function handleVisibilityChange(): void {
  if (document.hidden) {
    hasMissedMessages = true;
    disconnect();
  } else if (!source) connect();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    document.addEventListener('visibilitychange', handleVisibilityChange);
    if (!document.hidden) connect();
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener('visibilitychange', handleVisibilityChange);
    disconnect();
    hasMissedMessages = false;
  };
}

/** What happens in the shop, as it happens; one connection for everybody who looks, ended when nobody does. */
export function useLiveFeed(): LiveFeed {
  return useSyncExternalStore(subscribe, () => live);
}
