import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import { addressBlock } from '../platform/http/address-block.ts';

/** Requests a minute and client address. */
export interface Limits {
  reads: number;
  changes: number;
  /**
   * Attempts at a password, at the link of a mail, and at the address of an order; mails to an address that is typed.
   */
  signIns: number;
  /** Purchases, each of which reserves stock. */
  checkouts: number;
  /** New carts, each of which is stored. */
  carts: number;
}

export type LimitKind = keyof Limits;

/** The operations with a limit of their own. */
const kinds: Readonly<Record<string, LimitKind>> = {
  signIn: 'signIns',
  signUp: 'signIns',
  readAccountLink: 'signIns',
  acceptInvitation: 'signIns',
  requestPasswordReset: 'signIns',
  resetPassword: 'signIns',
  changeOwnPassword: 'signIns',
  changeAccountPassword: 'signIns',
  changeAccountEmail: 'signIns',
  sendEmailVerification: 'signIns',
  confirmAccountEmail: 'signIns',
  deleteAccount: 'signIns',
  confirmSecondFactor: 'signIns',
  lookUpOrder: 'signIns',
  createStockAlert: 'signIns',
  createCheckout: 'checkouts',
  createCart: 'carts',
};

const WINDOW_SECONDS = 60;

/** The limit that a request counts against; without an operation it is for a path that nobody serves. */
export function limitKindOf(method: string, operationId: string | undefined): LimitKind {
  const own = operationId !== undefined && Object.hasOwn(kinds, operationId) ? kinds[operationId] : undefined;
  return own ?? (method === 'GET' || method === 'HEAD' ? 'reads' : 'changes');
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
 * Counts requests by address block in Redis, shared by all gateways, or in memory while Redis is unavailable. Returns
 * the rate limit headers; throws ProblemError 429 with Retry-After over the limit.
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
    checkouts: limiter('checkouts'),
    carts: limiter('carts'),
  };
  return async (kind, address) => {
    try {
      return rateHeaders(limits[kind], await limiters[kind].consume(addressBlock(address)));
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
