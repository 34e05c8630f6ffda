import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { silentLog } from '../../platform/testing/log.ts';
import { createFlights } from '../flights.ts';
import { createFront, type RunningFront } from '../front.ts';
import type { Route } from '../fronts.ts';
import { createOrigin } from '../origin.ts';
import { createProxy } from '../proxy.ts';
import { trusting } from '../sender.ts';
import { createStatistics, type Statistics } from '../statistics.ts';
import { createStore, type EdgeStore } from '../store.ts';

/** A server behind the edge that answers as a test says and remembers what it was asked. */
export interface TestOrigin {
  readonly url: string;
  readonly seen: { method: string; url: string; headers: IncomingMessage['headers'] }[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** Cuts all connections and listens no more. */
  stop(): Promise<void>;
  /** Listens again where it did. */
  start(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

export async function startOrigin(): Promise<TestOrigin> {
  const origin: TestOrigin = {
    url: '',
    seen: [],
    answer: (_request, response) => response.end('nothing was said'),
    async stop() {
      const closed = new Promise(resolve => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
    async start() {
      await listen(server, port);
    },
  };
  const server = createServer((request, response) => {
    origin.seen.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    origin.answer(request, response);
  });
  const port = await listen(server, 0);
  return Object.assign(origin, { url: `http://127.0.0.1:${port}` });
}

export interface TestEdge {
  readonly url: string;
  readonly store: EdgeStore;
  readonly statistics: Statistics;
  /** Whether events are heard of; a test may say otherwise. */
  isUpToDate: boolean;
  /** How many wait for somebody else's answer to this. */
  waiting(path: string): number;
  stop(): Promise<void>;
}

export interface TestEdgeOptions {
  routes: readonly Route[];
  limit?: number;
  trustedProxies?: readonly string[];
}

/** A front of the edge before one origin, without events: what a test purges, it purges itself. */
export async function startEdge(options: TestEdgeOptions): Promise<TestEdge> {
  const { routes, limit = 10_000_000 } = options;
  const statistics = createStatistics(['test']);
  const store = createStore({ limit, longest: limit / 4, isHearing: () => true, isUpToDate: () => edge.isUpToDate });
  const origins = new Map(routes.map(({ origin }) => [origin, createOrigin(origin, { store, statistics })]));
  const log = silentLog();
  const flights = createFlights();
  const trust = trusting(options.trustedProxies ?? []);
  const settings = { name: 'test', port: 0, routes: [...routes] };
  const listener = createProxy({ front: settings, origins, store, flights, statistics, trust, log });
  const front: RunningFront = createFront({ name: 'test', port: 0, listener, log, graceMs: 500 });
  await front.start();
  const edge: TestEdge = {
    url: front.url,
    store,
    statistics,
    isUpToDate: true,
    waiting: path => flights.of(`${new URL(front.url).host} ${routes[0]?.origin}${path}`)?.waiting ?? 0,
    async stop() {
      await front.stop();
      await Promise.all([...origins.values()].map(origin => origin.close()));
    },
  };
  return edge;
}

/** Names an answer in tests: enough text to be worth compressing. */
export const page = (word: string): string => `<!doctype html><title>${word}</title>${`<p>${word}</p>`.repeat(200)}`;
