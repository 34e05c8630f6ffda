import { randomUUID } from 'node:crypto';
import type { Db } from 'mongodb';
import { pauseFor } from '../backoff.ts';
import type { Log } from '../observability/log.ts';
import type { Locks } from './locks.ts';
import { isDuplicateKey } from './mongo.ts';

interface LeaseDocument {
  _id: string;
  owner: string;
  until: Date;
  /** The fencing token: grows with every change of owner. */
  fence: number;
}

const LEASE_MS = 10_000;

/** A lease on a name, valid until it is released or could not be renewed in time. */
export interface Lease {
  readonly fencingToken: number;
  /** Aborted when the lease was lost. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/**
 * Acquires the lease `name` in the collection `leases` for 10 s, and renews it in the background; undefined when
 * another process has it.
 */
export async function acquireLease(db: Db, name: string): Promise<Lease | undefined> {
  const leases = db.collection<LeaseDocument>('leases', { writeConcern: { w: 'majority' } });
  const owner = randomUUID();
  const tryAcquire = () =>
    leases.findOneAndUpdate(
      { _id: name, $expr: { $lt: ['$until', '$$NOW'] } },
      [{ $set: { owner, until: { $add: ['$$NOW', LEASE_MS] }, fence: { $add: ['$fence', 1] } } }],
      { returnDocument: 'after' },
    );
  const startedAt = performance.now();
  let acquired = await tryAcquire();
  if (!acquired) {
    // An upsert may not use `$expr`, so a new lease is inserted first, as an expired one.
    const { upsertedCount } = await leases
      .updateOne({ _id: name }, { $setOnInsert: { owner: '', until: new Date(0), fence: 0 } }, { upsert: true })
      .catch(error => {
        if (isDuplicateKey(error)) return { upsertedCount: 0 };
        throw error;
      });
    if (upsertedCount > 0) acquired = await tryAcquire();
  }
  if (!acquired) return undefined;
  const { fence } = acquired;
  const lost = new AbortController();
  const released = new AbortController();
  async function renewUntilReleased(): Promise<void> {
    let until = startedAt + LEASE_MS;
    while (performance.now() < until) {
      await pauseFor(LEASE_MS / 4, released.signal);
      if (released.signal.aborted) return;
      const renewedAt = performance.now();
      const renewed = await leases
        .updateOne({ _id: name, owner }, [{ $set: { until: { $add: ['$$NOW', LEASE_MS] } } }], {
          timeoutMS: LEASE_MS / 4,
        })
        .catch(() => undefined);
      if (renewed?.matchedCount === 0) break;
      if (renewed) until = renewedAt + LEASE_MS;
    }
    lost.abort();
  }
  void renewUntilReleased();
  return {
    fencingToken: fence,
    lost: lost.signal,
    async release() {
      released.abort();
      // without an owner, as a renewal that is under way would take it again
      await leases.updateOne({ _id: name, owner }, { $set: { owner: '', until: new Date(0) } });
    },
  };
}

/** `postgresLocks` for MongoDB: leases instead of advisory locks. */
export function mongoLocks(options: { db: Db; log: Log }): Locks {
  return {
    async runExclusive(name, work) {
      const lease = await acquireLease(options.db, name);
      if (!lease) return false;
      try {
        await work(lease.lost);
      } finally {
        await lease.release().catch(error => options.log.warn({ error, lock: name }, 'a lock was lost'));
      }
      return true;
    },
    async close() {},
  };
}
