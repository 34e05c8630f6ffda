import type { Locks } from './locks.ts';

/** One process of a service is the leader; the others stand by, and try this often to take its place, ms. */
const STANDBY_MS = 1_000;

/**
 * Locks that the leader of a service has, all of them: `runExclusive` runs `work` in the leader, and
 * returns false in every other one. One lock of `locks` makes a process the leader until it stops, dies or loses the
 * lock; so a worker that runs often costs no statement, and another process is the leader a second after a kill.
 */
export function leaderLocks(locks: Locks): Locks {
  const closing = new AbortController();
  const runningHere = new Set<string>();
  /** Resolves to the signal of lost leadership, or to undefined where another process is the leader. */
  let term: Promise<AbortSignal | undefined> | undefined;
  let ended: Promise<void> | undefined;

  /** Is the leader until the lock is lost or the process stops; `elected` gets undefined if another process is. */
  async function campaign(elected: (lost: AbortSignal | undefined) => void): Promise<void> {
    const isElected = await locks.runExclusive('leader', async lost => {
      elected(lost);
      const over = AbortSignal.any([lost, closing.signal]);
      const { promise, resolve } = Promise.withResolvers<void>();
      over.addEventListener('abort', () => resolve(), { once: true });
      if (!over.aborted) await promise;
    });
    if (isElected) term = undefined;
    else {
      elected(undefined);
      setTimeout(() => {
        term = undefined;
      }, STANDBY_MS).unref();
    }
  }

  function acquireLeadership(): Promise<AbortSignal | undefined> {
    term ??= new Promise((resolve, reject) => {
      ended = campaign(resolve).catch(error => {
        term = undefined;
        reject(error);
      });
    });
    return term;
  }

  return {
    async runExclusive(name, work) {
      if (runningHere.has(name) || closing.signal.aborted) return false;
      const lost = await acquireLeadership();
      if (!lost || lost.aborted || runningHere.has(name)) return false;
      runningHere.add(name);
      try {
        await work(lost);
      } finally {
        runningHere.delete(name);
      }
      return true;
    },
    async close() {
      closing.abort();
      await ended;
      await locks.close();
    },
  };
}
