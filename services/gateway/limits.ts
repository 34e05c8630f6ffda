import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';

/** Requests a minute and client address. */
export interface Limits {
  reads: number;
  changes: number;
  /** Sign-in and sign-up: attempts at a password. */
  signIns: number;
}

export type LimitKind = keyof Limits;

const WINDOW_SECONDS = 60;

/** The limit that a request counts against. */
export function limitKindOf(method: string, path: string): LimitKind {
  if (path === '/auth/sign-in' || path === '/auth/sign-up') return 'signIns';
  return method === 'GET' || method === 'HEAD' ? 'reads' : 'changes';
}

/** The headers of draft-ietf-httpapi-ratelimit-headers-07, section 3. */
function rateHeaders(limit: number, result: RateLimiterRes): Record<string, string> {
  const seconds = Math.ceil(result.msBeforeNext / 1000);
  return {
    'ratelimit-limit': String(limit),
    'ratelimit-remaining': String(Math.max(0, result.remainingPoints)),
    'ratelimit-reset': String(seconds),
  };
}

export type ConsumeLimit = (kind: LimitKind, address: string) => Promise<Record<string, string>>;

/**
 * Counts requests in Redis, shared by all gateways, or in memory while Redis is unavailable. Returns the rate limit
 * headers; throws ProblemError 429 with Retry-After over the limit.
 */
export function createLimits(redis: Redis, limits: Limits): ConsumeLimit {
  const limiter = (kind: LimitKind) =>
    new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `rate:${kind}`,
      points: limits[kind],
      duration: WINDOW_SECONDS,
      rejectIfRedisNotReady: true,
      insuranceLimiter: new RateLimiterMemory({ points: limits[kind], duration: WINDOW_SECONDS }),
    });
  const limiters: Record<LimitKind, RateLimiterRedis> = {
    reads: limiter('reads'),
    changes: limiter('changes'),
    signIns: limiter('signIns'),
  };
  return async (kind, address) => {
    try {
      return rateHeaders(limits[kind], await limiters[kind].consume(address));
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      const headers = rateHeaders(limits[kind], error);
      throw new ProblemError({
        status: 429,
        detail: `More than ${limits[kind]} requests in a minute.`,
        headers: { ...headers, 'retry-after': headers['ratelimit-reset'] ?? '60' },
      });
    }
  };
}
