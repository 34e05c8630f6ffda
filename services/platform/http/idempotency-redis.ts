import type { ChainableCommander, Redis } from 'ioredis';
import { type ClaimResult, type IdempotencyStore, type StoredResponse, storedResponse } from './idempotency.ts';

/** KEYS[1]; ARGV: fingerprint, token, lock ms, keep ms. A hash: fingerprint, token, until (ms), response. */
const CLAIM = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'fingerprint', 'until', 'response')
if held[1] then
  if held[1] ~= ARGV[1] then return 'mismatch' end
  if held[3] then return held[3] end
  if tonumber(held[2]) > now then return 'busy' end
end
redis.call('HSET', KEYS[1], 'fingerprint', ARGV[1], 'token', ARGV[2], 'until', now + ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 'claimed'`;

/** KEYS[1]; ARGV: token, lock ms. */
const RENEW = `
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then return 0 end
local time = redis.call('TIME')
redis.call('HSET', KEYS[1], 'until', time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2])
return 1`;

/** KEYS[1]; ARGV: token, response, keep ms. */
const COMPLETE = `
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] or redis.call('HEXISTS', KEYS[1], 'response') == 1 then return 0 end
redis.call('HSET', KEYS[1], 'response', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1`;

/** KEYS[1]; ARGV: token. */
const RELEASE = `
if redis.call('HGET', KEYS[1], 'token') == ARGV[1] and redis.call('HEXISTS', KEYS[1], 'response') == 0 then redis.call('DEL', KEYS[1]) end
return 1`;

const KEEP_UNFINISHED_MS = 24 * 60 * 60 * 1_000;

function read(state: unknown): ClaimResult {
  if (state === 'claimed' || state === 'busy' || state === 'mismatch') return { state };
  return { state: 'done', response: storedResponse.parse(JSON.parse(String(state))) };
}

/**
 * Keys in Redis, as hashes under `prefix` that expire. `recordIn` takes a MULTI: the response is stored with the other
 * queued commands. A MULTI cannot be aborted in the middle, so a run that lost its claim does not store its response,
 * but its other commands are executed.
 */
export function redisIdempotency(redis: Redis, prefix = 'idempotency:'): IdempotencyStore<ChainableCommander> {
  const name = (claim: { scope: string; key: string }) => `${prefix}${claim.scope}:${claim.key}`;
  return {
    async claim(claim, lockMs) {
      return read(await redis.eval(CLAIM, 1, name(claim), claim.fingerprint, claim.token, lockMs, KEEP_UNFINISHED_MS));
    },
    async renew(claim, lockMs) {
      return (await redis.eval(RENEW, 1, name(claim), claim.token, lockMs)) === 1;
    },
    async complete(claim, response: StoredResponse, keepMs, multi) {
      const values = [name(claim), claim.token, JSON.stringify(response), keepMs] as const;
      if (!multi) return (await redis.eval(COMPLETE, 1, ...values)) === 1;
      multi.eval(COMPLETE, 1, ...values);
      return true;
    },
    async release(claim) {
      await redis.eval(RELEASE, 1, name(claim), claim.token);
    },
    async deleteExpired() {
      return 0;
    },
  };
}
