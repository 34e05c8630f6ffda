import type { Express } from 'express';
import { createBroadcastConsumer } from '../platform/messaging/broadcast-consumer.ts';
import { countDeadLetters } from '../platform/messaging/dead-letters.ts';
import type { KafkaConnection } from '../platform/messaging/kafka.ts';
import type { Log } from '../platform/observability/log.ts';
import type { Worker } from '../platform/workers.ts';
import { buildApp } from './app.ts';
import { createChanges } from './changes.ts';
import { type Heard, heardConsumers, heardTopics } from './events.ts';
import { createFlights } from './flights.ts';
import { createFront, type RunningFront } from './front.ts';
import type { Front } from './fronts.ts';
import { createLive, type LiveLimits } from './live.ts';
import { createOrigin } from './origin.ts';
import { createProxy } from './proxy.ts';
import { localPurger } from './purgers/local.ts';
import type { Purger } from './purgers/purger.ts';
import { trusting } from './sender.ts';
import { createStatistics } from './statistics.ts';
import { createStore } from './store.ts';

export interface EdgeDependencies {
  fronts: readonly Front[];
  /** Bytes that are stored at most. */
  limit: number;
  /** Caches of others before this one. */
  purgers: readonly Purger[];
  trustedProxies: readonly string[];
  liveLimits: LiveLimits;
  kafka: KafkaConnection;
  identityUrl: string;
  checkResponses: boolean;
  log: Log;
}

export interface Edge {
  app: Express;
  workers: readonly Worker[];
  fronts: readonly RunningFront[];
  close(): Promise<void>;
}

/** The longest body that is stored, bytes. */
const LONGEST = 5 * 1024 * 1024;

/** The whole edge over its configuration: main.ts and the tests build it from here. */
export function createEdge(dependencies: EdgeDependencies): Edge {
  const { kafka, log, limit } = dependencies;
  const statistics = createStatistics(dependencies.fronts.map(({ name }) => name));
  const store = createStore({
    limit,
    longest: Math.min(LONGEST, limit / 4),
    isHearing: () => listener.isSubscribed(),
    isUpToDate: () => listener.isCaughtUp(),
  });
  const live = createLive(dependencies.liveLimits);
  // First this cache, which can be asked while the ones before it still forget.
  const purgers = [localPurger({ store, statistics }), ...dependencies.purgers];
  const purger: Purger = {
    async purge(tags) {
      for (const each of purgers) await each.purge(tags);
    },
  };
  const changes = createChanges({ purger, live, log });
  const listener = createBroadcastConsumer<Heard>({
    ...{ kafka, log, name: 'edge', topics: heardTopics, consumers: heardConsumers },
    async handle(meta, run) {
      const heard: Heard = { tags: [], summary: undefined, change: undefined };
      await run(heard);
      const { type, subject, time: at, source: service } = meta;
      await changes.add(heard.tags);
      if (heard.change) live.changeMade(heard.change);
      else
        live.happened({
          type,
          subject,
          at,
          service,
          ...(heard.summary === undefined ? {} : { summary: heard.summary }),
        });
    },
  });
  const urls = new Set(dependencies.fronts.flatMap(({ routes }) => routes.map(({ origin }) => origin)));
  const origins = new Map([...urls].map(url => [url, createOrigin(url, { store, statistics })]));
  const trust = trusting(dependencies.trustedProxies);
  const flights = createFlights();
  const fronts = dependencies.fronts.map(front => {
    const listen = createProxy({ front, origins, store, flights, statistics, trust, log });
    return createFront({ name: front.name, port: front.port, listener: listen, log });
  });
  const app = buildApp({
    ...{
      store,
      statistics,
      live,
      changes,
      log,
      identityUrl: dependencies.identityUrl,
      checkResponses: dependencies.checkResponses,
    },
    countDeadLetters: () => countDeadLetters(kafka),
    isHearing: () => listener.isSubscribed(),
  });
  return {
    app,
    fronts,
    workers: [listener, changes, live, ...fronts],
    async close() {
      await Promise.all([...origins.values()].map(origin => origin.close()));
    },
  };
}
