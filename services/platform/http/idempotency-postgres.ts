import { z } from 'zod';
import type { SqlClient } from '../data/database.ts';
import { type ClaimResult, type IdempotencyStore, storedResponse } from './idempotency.ts';

const CLAIM = `
INSERT INTO idempotency_keys AS held (scope, key, fingerprint, token, locked_until, expires_at)
VALUES ($1, $2, $3, $4::uuid, now() + $5::int * interval '1 ms', now() + interval '24 hours')
ON CONFLICT (scope, key) DO UPDATE SET fingerprint = excluded.fingerprint, token = excluded.token, locked_until = excluded.locked_until,
  expires_at = excluded.expires_at, response = NULL
WHERE held.expires_at < now() OR (held.response IS NULL AND held.locked_until < now() AND held.fingerprint = excluded.fingerprint)`;
const FIND = 'SELECT fingerprint, response FROM idempotency_keys WHERE scope = $1 AND key = $2';
const RENEW = `UPDATE idempotency_keys SET locked_until = now() + $4::int * interval '1 ms' WHERE scope = $1 AND key = $2 AND token = $3::uuid`;
const COMPLETE = `
UPDATE idempotency_keys SET response = $4::jsonb, expires_at = now() + $5::int * interval '1 ms'
WHERE scope = $1 AND key = $2 AND token = $3::uuid AND response IS NULL`;
const RELEASE = 'DELETE FROM idempotency_keys WHERE scope = $1 AND key = $2 AND token = $3::uuid AND response IS NULL';
const REAP = 'DELETE FROM idempotency_keys WHERE expires_at < now()';

const foundSchema = z.array(z.object({ fingerprint: z.string(), response: storedResponse.nullable() }));

/** Keys in the table `idempotency_keys` of a Prisma database. */
export function postgresIdempotency<Tx extends SqlClient>(database: SqlClient): IdempotencyStore<Tx> {
  return {
    async claim({ scope, key, fingerprint, token }, lockMs): Promise<ClaimResult> {
      for (;;) {
        if ((await database.$executeRawUnsafe(CLAIM, scope, key, fingerprint, token, lockMs)) === 1)
          return { state: 'claimed' };
        const [found] = foundSchema.parse(await database.$queryRawUnsafe<unknown>(FIND, scope, key));
        if (!found) continue;
        if (found.fingerprint !== fingerprint) return { state: 'mismatch' };
        return found.response === null ? { state: 'busy' } : { state: 'done', response: found.response };
      }
    },
    async renew({ scope, key, token }, lockMs) {
      return (await database.$executeRawUnsafe(RENEW, scope, key, token, lockMs)) === 1;
    },
    async complete({ scope, key, token }, response, keepMs, tx) {
      return (
        (await (tx ?? database).$executeRawUnsafe(COMPLETE, scope, key, token, JSON.stringify(response), keepMs)) === 1
      );
    },
    async release({ scope, key, token }) {
      await database.$executeRawUnsafe(RELEASE, scope, key, token);
    },
    async deleteExpired() {
      return database.$executeRawUnsafe(REAP);
    },
  };
}
