import type { Readable } from 'node:stream';
import { ProblemError } from '../../contracts/codegen/runtime/problem.ts';
import type { EdgeHandlers } from '../../generated/edge/server.ts';
import type { RequestContext } from '../platform/http/context.ts';
import type { DeadLetterCount } from '../platform/messaging/dead-letters.ts';
import type { Changes } from './changes.ts';
import type { Live } from './live.ts';
import type { Statistics } from './statistics.ts';
import type { EdgeStore } from './store.ts';

export interface EdgeContext extends RequestContext {
  /** Where the browser is, as the gateway says. */
  address: string;
}

export interface HandlerDependencies {
  store: EdgeStore;
  statistics: Statistics;
  live: Live;
  changes: Changes;
  countDeadLetters(): Promise<DeadLetterCount[]>;
}

/**
 * Unbuffered all the way, and never kept (`X-Accel-Buffering` is nginx's); the connection is of no use to others
 * afterwards, and would hold up a stop.
 */
const STREAM_HEADERS = { 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' };

function streamed(stream: Readable | undefined): { status: 200; body: Readable; headers: Record<string, string> } {
  if (stream) return { status: 200, body: stream, headers: STREAM_HEADERS };
  throw new ProblemError({
    status: 429,
    detail: 'Too many connections listen already.',
    headers: { 'retry-after': '30' },
  });
}

/** One function for each operation of the contract. */
export function createHandlers({
  store,
  statistics,
  live,
  changes,
  countDeadLetters,
}: HandlerDependencies): EdgeHandlers<EdgeContext> {
  return {
    async followTags({ query, headers }, { address }) {
      return streamed(
        live.followTags({ address, tags: query.tag, age: query.age, lastEventId: headers['last-event-id'] }),
      );
    },

    async followActivity({ query, headers }, { address, principal }) {
      return streamed(
        live.followActivity({
          address,
          roles: principal.roles,
          age: query.age,
          recent: query.recent,
          lastEventId: headers['last-event-id'],
        }),
      );
    },

    async getEdgeStatistics() {
      return {
        status: 200,
        body: { ...statistics.report(), stored: { ...store.counts(), listeners: live.listeners() } },
      };
    },

    async purgeTags({ body: { tags } }) {
      const before = store.counts().answers;
      await changes.add(tags);
      return { status: 200, body: { tags, removed: Math.max(0, before - store.counts().answers) } };
    },

    async listDeadLetterCounts() {
      return { status: 200, body: { items: await countDeadLetters() } };
    },
  };
}
