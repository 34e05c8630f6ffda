import type { ClientSession, Db } from 'mongodb';
import { isDuplicateKey } from '../data/mongo.ts';
import { type ClaimResult, type IdempotencyStore, storedResponse } from './idempotency.ts';

interface KeyDocument {
  _id: string;
  fingerprint: string;
  token: string;
  lockedUntil: Date;
  expiresAt: Date;
  response?: unknown;
}

const KEEP_UNFINISHED_MS = 24 * 60 * 60 * 1_000;

/** Creates the TTL index by which MongoDB deletes expired keys. */
export async function prepareMongoIdempotency(db: Db): Promise<void> {
  await db.collection<KeyDocument>('idempotency_keys').createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
}

/** Keys in the collection `idempotency_keys`; `recordIn` takes the session of the handler's transaction. */
export function mongoIdempotency(db: Db): IdempotencyStore<ClientSession> {
  const keys = db.collection<KeyDocument>('idempotency_keys', { writeConcern: { w: 'majority' } });
  const idOf = (claim: { scope: string; key: string }) => `${claim.scope}/${claim.key}`;
  const from = (ms: number) => new Date(Date.now() + ms);

  /** Inserts the key, or claims one that has expired or whose run was killed; false when another run has it. */
  async function tryClaim(
    claim: { scope: string; key: string; fingerprint: string; token: string },
    lockMs: number,
  ): Promise<boolean> {
    const { fingerprint, token } = claim;
    const now = new Date();
    try {
      await keys.updateOne(
        {
          _id: idOf(claim),
          $or: [{ expiresAt: { $lt: now } }, { response: { $exists: false }, lockedUntil: { $lt: now }, fingerprint }],
        },
        {
          $set: { fingerprint, token, lockedUntil: from(lockMs), expiresAt: from(KEEP_UNFINISHED_MS) },
          $unset: { response: 1 },
        },
        { upsert: true },
      );
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  return {
    async claim(claim, lockMs): Promise<ClaimResult> {
      for (;;) {
        if (await tryClaim(claim, lockMs)) return { state: 'claimed' };
        const found = await keys.findOne({ _id: idOf(claim) });
        if (!found) continue;
        if (found.fingerprint !== claim.fingerprint) return { state: 'mismatch' };
        return found.response === undefined
          ? { state: 'busy' }
          : { state: 'done', response: storedResponse.parse(found.response) };
      }
    },
    async renew(claim, lockMs) {
      const { matchedCount } = await keys.updateOne(
        { _id: idOf(claim), token: claim.token },
        { $set: { lockedUntil: from(lockMs) } },
      );
      return matchedCount === 1;
    },
    async complete(claim, response, keepMs, session) {
      const { matchedCount } = await keys.updateOne(
        { _id: idOf(claim), token: claim.token, response: { $exists: false } },
        { $set: { response, expiresAt: from(keepMs) } },
        session ? { session } : {},
      );
      return matchedCount === 1;
    },
    async release(claim) {
      await keys.deleteOne({ _id: idOf(claim), token: claim.token, response: { $exists: false } });
    },
    async deleteExpired() {
      const { deletedCount } = await keys.deleteMany({ expiresAt: { $lt: new Date() } });
      return deletedCount;
    },
  };
}
