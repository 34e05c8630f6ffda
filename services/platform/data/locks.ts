import type pg from 'pg';
import type { Log } from '../observability/log.ts';
import { pgSession } from './session.ts';

/** Mutual exclusion between processes. */
export interface Locks {
  /**
   * Runs `work` under the lock `name`; returns false at once when another process has the lock. The signal is aborted
   * when the lock is lost. Throws what `work` throws, and the error of a lock that cannot be requested.
   */
  runExclusive(name: string, work: (lost: AbortSignal) => Promise<void>): Promise<boolean>;
  close(): Promise<void>;
}

interface Session {
  client: pg.Client;
  lost: AbortController;
  /** Runs one statement about a lock; a connection runs one statement at a time. */
  query(text: string, name: string): Promise<pg.QueryResult>;
}

/** PostgreSQL advisory locks in one session, which is opened on first use and again after it was lost
 * (https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS). */
export function postgresLocks(options: { url: string; log: Log }): Locks {
  /** A session may acquire its own lock again; the workers of one process must not. */
  const lockedHere = new Set<string>();
  let session: Promise<Session> | undefined;

  async function open(): Promise<Session> {
    const client = await pgSession(options.url, 'locks');
    const lost = new AbortController();
    client.once('end', () => {
      session = undefined;
      lost.abort();
    });
    let last: Promise<unknown> = Promise.resolve();
    const query = (text: string, name: string): Promise<pg.QueryResult> => {
      const result = last.then(() => client.query(text, [name]));
      last = result.catch(() => {});
      return result;
    };
    return { client, lost, query };
  }

  async function runWithAdvisoryLock(name: string, work: (lost: AbortSignal) => Promise<void>): Promise<boolean> {
    session ??= open().catch(error => {
      session = undefined;
      throw error;
    });
    const { lost, query } = await session;
    const { rows } = await query('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS acquired', name);
    if (rows[0]?.acquired !== true) return false;
    try {
      await work(lost.signal);
    } finally {
      await query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', name).catch(error => {
        options.log.warn({ error, lock: name }, 'a lock was lost');
      });
    }
    return true;
  }

  return {
    async runExclusive(name, work) {
      if (lockedHere.has(name)) return false;
      lockedHere.add(name);
      try {
        return await runWithAdvisoryLock(name, work);
      } finally {
        lockedHere.delete(name);
      }
    },
    async close() {
      const open = await session?.catch(() => undefined);
      await open?.client.end().catch(() => {});
    },
  };
}
