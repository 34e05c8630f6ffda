import { Redis } from 'ioredis';
import type { Log } from '../observability/log.ts';

/**
 * A connection that reconnects automatically; while it is lost, commands fail after at most 2 s. Commands of one event
 * loop turn are pipelined.
 * @param failFast commands fail at once while the connection is lost, and each is sent alone
 */
export function connectRedis(url: string, log: Log, { failFast = false } = {}): Redis {
  const redis = new Redis(url, {
    connectTimeout: 2_000,
    commandTimeout: 2_000,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: !failFast,
    enableAutoPipelining: !failFast,
    retryStrategy: times => Math.min(times * 50, 500),
  });
  redis.on('error', error => log.warn({ error }, 'Redis is unreachable'));
  return redis;
}
