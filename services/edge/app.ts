import type { Express } from 'express';
import { createEdgeRouter } from '../../generated/edge/server.ts';
import { sessionSecurity } from '../platform/http/auth.ts';
import { requestContext } from '../platform/http/context.ts';
import { createHttpApp } from '../platform/http/http-app.ts';
import { aroundOperations } from '../platform/http/operations.ts';
import { createBroadcastConsumer } from '../platform/messaging/broadcast-consumer.ts';
import { countDeadLetters } from '../platform/messaging/dead-letters.ts';
import type { KafkaConnection } from '../platform/messaging/kafka.ts';
import type { Log } from '../platform/observability/log.ts';
import type { Worker } from '../platform/workers/periodic-worker.ts';
import { createTrust } from './cache/client-address.ts';
import { createInvalidation } from './cache/invalidation.ts';
import { createListenerServer, type RunningListener } from './cache/listener.ts';
import { createOrigin } from './cache/origin.ts';
import { createProxy } from './cache/proxy.ts';
import type { Purger } from './cache/purgers/purger.ts';
import { createRequestCollapsing } from './cache/request-collapsing.ts';
import type { ListenerConfig } from './cache/routes.ts';
import { createStatistics } from './cache/statistics.ts';
import { createStore } from './cache/store.ts';
import { consumedTopics, consumers, type EventEffect } from './events.ts';
import { createHandlers, type EdgeContext, type HandlerDependencies } from './http.ts';
import { createEventTail } from './live/event-tail.ts';
import { createLiveFeed, type LiveFeedLimits } from './live/feed.ts';

export interface EdgeDependencies {
  listeners: readonly ListenerConfig[];
  /** The size of the cache, bytes. */
  maxBytes: number;
  /** Purgers of the caches in front of this one. */
  purgers: readonly Purger[];
  trustedProxies: readonly string[];
  liveLimits: LiveFeedLimits;
  kafka: KafkaConnection;
  identityUrl: string;
  checkResponses: boolean;
  log: Log;
}

export interface Edge {
  /** The edge's own API. */
  app: Express;
  workers: readonly Worker[];
  listeners: readonly RunningListener[];
  close(): Promise<void>;
}

/** The longest body that is stored, bytes. */
const MAX_BODY_BYTES = 5 * 1024 * 1024;

/** Builds the whole edge; used by main.ts, the tests and Pact. */
export function createEdge(dependencies: EdgeDependencies): Edge {
  const { kafka, log, maxBytes } = dependencies;
  const statistics = createStatistics(dependencies.listeners.map(({ name }) => name));
  const store = createStore({
    maxBytes,
    maxBodyBytes: Math.min(MAX_BODY_BYTES, maxBytes / 4),
    isReceivingPurges: () => events.isSubscribed(),
    isUpToDate: () => events.isCaughtUp(),
  });
  const live = createLiveFeed(dependencies.liveLimits);
  const tail = createEventTail();
  const purger: Purger = {
    // This cache first: it still serves requests while the caches in front of it are being purged.
    async purge(tags) {
      for (const { listener } of store.purge(tags)) statistics.count(listener, 'purges');
      for (const each of dependencies.purgers) await each.purge(tags);
    },
  };
  const invalidation = createInvalidation({ purger, publishTags: live.publishTags, log });
  const events = createBroadcastConsumer<EventEffect>({
    kafka,
    log,
    name: 'edge',
    topics: consumedTopics,
    consumers,
    received: tail.record,
    async handle({ type, subject, time: at, source: service }, run) {
      const effect: EventEffect = { tags: [], summary: undefined, change: undefined };
      await run(effect);
      const { tags, summary, change } = effect;
      await invalidation.invalidate(tags);
      if (change) live.publishChange(change);
      else live.publishActivity({ type, subject, at, service, ...(summary === undefined ? {} : { summary }) });
    },
  });
  const urls = new Set(dependencies.listeners.flatMap(({ routes }) => routes.map(({ origin }) => origin)));
  const origins = new Map([...urls].map(url => [url, createOrigin(url, { store, statistics })]));
  const isTrusted = createTrust(dependencies.trustedProxies);
  const collapsing = createRequestCollapsing();
  const listeners = dependencies.listeners.map(listener => {
    const handler = createProxy({ listener, origins, store, collapsing, statistics, isTrusted, log });
    return createListenerServer({ name: listener.name, port: listener.port, handler, log });
  });
  const app = buildApp({
    store,
    statistics,
    live,
    tail,
    invalidation,
    log,
    identityUrl: dependencies.identityUrl,
    checkResponses: dependencies.checkResponses,
    countDeadLetters: () => countDeadLetters(kafka),
    isReceivingEvents: () => events.isSubscribed(),
  });
  return {
    app,
    listeners,
    workers: [events, invalidation, live, tail, ...listeners],
    async close() {
      await Promise.all([...origins.values()].map(origin => origin.close()));
    },
  };
}

interface AppDependencies extends HandlerDependencies {
  log: Log;
  identityUrl: string;
  checkResponses: boolean;
  isReceivingEvents(): boolean;
}

/** The edge's own API, ready once events arrive. */
function buildApp(dependencies: AppDependencies): Express {
  const router = createEdgeRouter<EdgeContext>({
    handlers: createHandlers(dependencies),
    security: { session: sessionSecurity({ identityUrl: dependencies.identityUrl }) },
    context: request => ({ ...requestContext(request), address: request.get('x-forwarded-for') ?? request.ip ?? '' }),
    checkResponses: dependencies.checkResponses,
    around: aroundOperations(),
  });
  const events = async () => {
    if (!dependencies.isReceivingEvents()) throw new Error('Events do not arrive yet');
  };
  return createHttpApp({ log: dependencies.log, routers: [router], checks: { events } });
}
