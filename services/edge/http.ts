import type { Readable } from 'node:stream';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { EdgeHandlers } from '../../generated/edge/server.ts';
import type { RequestContext } from '../platform/http/context.ts';
import type { DeadLetterCount } from '../platform/messaging/dead-letters.ts';
import type { Invalidation } from './cache/invalidation.ts';
import type { Statistics } from './cache/statistics.ts';
import type { EdgeStore } from './cache/store.ts';
import type { EventTail } from './live/event-tail.ts';
import type { LiveFeed } from './live/feed.ts';

export interface EdgeContext extends RequestContext {
  /** The address of the browser, as the gateway forwards it. */
  address: string;
}

export interface HandlerDependencies {
  store: EdgeStore;
  statistics: Statistics;
  live: LiveFeed;
  tail: EventTail;
  invalidation: Invalidation;
  countDeadLetters(): Promise<DeadLetterCount[]>;
}

/**
 * Never buffered (`X-Accel-Buffering` is nginx's) and never stored. The connection serves no further request, and as
 * keep-alive it would delay a shutdown.
 */
const STREAM_HEADERS = { 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' };

function streamResponse(stream: Readable | undefined): {
  status: 200;
  body: Readable;
  headers: Record<string, string>;
} {
  if (stream) return { status: 200, body: stream, headers: STREAM_HEADERS };
  throw new ProblemError({
    status: 429,
    detail: 'Too many connections listen already.',
    headers: { 'retry-after': '30' },
  });
}

/** One function for each operation of the contract. */
export function createHandlers(dependencies: HandlerDependencies): EdgeHandlers<EdgeContext> {
  const { store, statistics, live, tail, invalidation, countDeadLetters } = dependencies;
  return {
    async followTags({ query, headers }, { address }) {
      return streamResponse(
        live.subscribeToTags({ address, tags: query.tag, age: query.age, lastEventId: headers['last-event-id'] }),
      );
    },

    async followActivity({ query, headers }, { address, principal }) {
      return streamResponse(
        live.subscribeToActivity({
          address,
          roles: principal.roles,
          age: query.age,
          recent: query.recent,
          lastEventId: headers['last-event-id'],
        }),
      );
    },

    async followEvents({ query: { recent } }) {
      return streamResponse(tail.watch(recent));
    },

    async getEdgeStatistics() {
      const { responses: answers, bytes, limit } = store.counts();
      return {
        status: 200,
        body: { ...statistics.report(), stored: { answers, bytes, limit, listeners: live.subscribers() } },
      };
    },

    async purgeTags({ body: { tags } }) {
      const before = store.counts().responses;
      await invalidation.invalidate(tags);
      return { status: 200, body: { tags, removed: Math.max(0, before - store.counts().responses) } };
    },

    async listDeadLetterCounts() {
      return { status: 200, body: { items: await countDeadLetters() } };
    },
  };
}
