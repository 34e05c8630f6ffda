import pg from 'pg';
import { backoff, pauseFor } from '../backoff.ts';
import type { Log } from '../observability/log.ts';
import type { WakeSource } from '../workers/wake-up.ts';
import { pgSession } from './session.ts';

/**
 * NOTIFY of PostgreSQL: what a transaction notifies is delivered when it commits
 * (https://www.postgresql.org/docs/current/sql-notify.html).
 */
export interface Listener {
  /**
   * Wakes at each notification of `channel` (with this payload, where given), and after the connection was lost, as
   * notifications may have been missed.
   */
  channel(channel: string, payload?: string): WakeSource;
  close(): Promise<void>;
}

interface Subscription {
  channel: string;
  payload: string | undefined;
  wake(): void;
}

/** Listens to all channels of a process in one session, which is opened on first use and again after it was lost. */
export function postgresListener(options: { url: string; log: Log }): Listener {
  const subscriptions = new Set<Subscription>();
  const closing = new AbortController();
  let client: pg.Client | undefined;
  let finished: Promise<void> | undefined;

  const wakeAll = () => {
    for (const { wake } of subscriptions) wake();
  };

  async function listen(): Promise<void> {
    const session = await pgSession(options.url, 'listener');
    try {
      const { promise: ended, resolve } = Promise.withResolvers<void>();
      session.once('end', resolve);
      session.on('notification', ({ channel, payload }) => {
        for (const each of subscriptions)
          if (each.channel === channel && (each.payload ?? payload) === payload) each.wake();
      });
      client = session;
      for (const channel of new Set([...subscriptions].map(each => each.channel)))
        await session.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      wakeAll();
      const close = () => resolve();
      closing.signal.addEventListener('abort', close);
      if (!closing.signal.aborted) await ended;
      closing.signal.removeEventListener('abort', close);
    } finally {
      client = undefined;
      await session.end().catch(() => {});
    }
  }

  async function run(): Promise<void> {
    for (let failures = 0; !closing.signal.aborted; failures += 1) {
      const startedAt = Date.now();
      await listen().catch(error => options.log.warn({ error }, 'notifications cannot be listened to'));
      if (Date.now() - startedAt > 10_000) failures = 0;
      await pauseFor(backoff(failures, 100, 5_000), closing.signal);
    }
  }

  return {
    channel: (channel, payload) => wake => {
      const subscription = { channel, payload, wake };
      const isKnown = [...subscriptions].some(each => each.channel === channel);
      subscriptions.add(subscription);
      if (client && !isKnown)
        client.query(`LISTEN ${pg.escapeIdentifier(channel)}`).then(wake, () => client?.end().catch(() => {}));
      finished ??= run();
      return () => void subscriptions.delete(subscription);
    },
    async close() {
      closing.abort();
      await finished;
    },
  };
}
