import { useSyncExternalStore } from 'react';
import type { Change } from '../../../generated/edge/types.ts';
import { type Activity, parseActivity } from './activity.ts';
import { parseChange } from './change.ts';
import { prepended } from './feed-message.ts';

export interface LiveFeed {
  /** `lost` once the connection does not return within the grace period. */
  state: 'connecting' | 'live' | 'lost';
  /** Activities since the page was opened, newest first. */
  items: readonly Activity[];
  /** Activities from before the connection, newest first. */
  replayed: readonly Activity[];
  /** Changes by staff that the signed-in person is allowed to see, newest first. */
  changes: readonly Change[];
  /** How often messages may have been missed: the page refetches its data then. */
  gaps: number;
}

const mostItems = 30;
/** Messages of the last 2 s are replayed: they may be missing in what the page has just read. */
const feedUrl = `/api/admin/live?age=2000&recent=${mostItems}`;
/** The edge ends each connection after five minutes; the browser reconnects within this time, ms. */
const graceMs = 6_000;
const firstRetryMs = 2_000;
const longestRetryMs = 30_000;

let live: LiveFeed = { state: 'connecting', items: [], replayed: [], changes: [], gaps: 0 };
let source: EventSource | undefined;
let grace: ReturnType<typeof setTimeout> | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
let retryMs = firstRetryMs;
/** Messages were missed that the next connection does not replay. */
let hasMissedMessages = false;
/** Replayed messages arrive in a burst and are published together, this long after the first one, ms. */
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
    // the browser reconnects by itself with Last-Event-ID, and the edge replays what was missed
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
 * A browser opens at most six HTTP/1.1 connections to one host: hidden tabs release theirs, or no tab could load
 * anything.
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

/** The live feed (Server-Sent Events): one connection for all subscribers, closed with the last of them. */
export function useLiveFeed(): LiveFeed {
  return useSyncExternalStore(subscribe, () => live);
}
