import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Log } from '../../../platform/observability/log.ts';
import { silentLog } from '../../../platform/testing/log.ts';
import { createTrust } from '../client-address.ts';
import { createListenerServer, type RunningListener } from '../listener.ts';
import { createOrigin } from '../origin.ts';
import { createProxy } from '../proxy.ts';
import { createRequestCollapsing } from '../request-collapsing.ts';
import type { Route } from '../routes.ts';
import { createStatistics, type Statistics } from '../statistics.ts';
import { createStore, type EdgeStore } from '../store.ts';

/** A server behind the edge that a test programs and whose requests it reads. */
export interface TestOrigin {
  readonly url: string;
  readonly requests: { method: string; url: string; headers: IncomingMessage['headers'] }[];
  respond: (request: IncomingMessage, response: ServerResponse) => void;
  /** Closes all connections and the port. */
  stop(): Promise<void>;
  /** Opens the same port again. */
  start(): Promise<void>;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>(resolve => server.listen(port, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

export async function startOrigin(): Promise<TestOrigin> {
  const origin: TestOrigin = {
    url: '',
    requests: [],
    respond: (_request, response) => response.end('nothing was said'),
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
    origin.requests.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers });
    origin.respond(request, response);
  });
  const port = await listen(server, 0);
  return Object.assign(origin, { url: `http://127.0.0.1:${port}` });
}

export interface TestCacheProxy {
  readonly url: string;
  readonly store: EdgeStore;
  readonly statistics: Statistics;
  /** Whether every purge was applied; a test may set it to false. */
  isUpToDate: boolean;
  /** How many requests wait for the one in flight for this path. */
  waiting(path: string): number;
  stop(): Promise<void>;
}

export interface TestCacheProxyOptions {
  routes: readonly Route[];
  maxBytes?: number;
  trustedProxies?: readonly string[];
  bodyTimeoutMs?: number;
  log?: Log;
}

/** A listener of the edge in front of one origin, without Kafka: a test purges the store itself. */
export async function startProxy(options: TestCacheProxyOptions): Promise<TestCacheProxy> {
  const { routes, maxBytes = 10_000_000 } = options;
  const statistics = createStatistics(['test']);
  const store = createStore({
    maxBytes,
    maxBodyBytes: maxBytes / 4,
    isReceivingPurges: () => true,
    isUpToDate: () => proxy.isUpToDate,
  });
  const origins = new Map(routes.map(({ origin }) => [origin, createOrigin(origin, { store, statistics })]));
  const { log = silentLog(), bodyTimeoutMs } = options;
  const collapsing = createRequestCollapsing();
  const isTrusted = createTrust(options.trustedProxies ?? []);
  const listener = { name: 'test', port: 0, routes: [...routes] };
  const handler = createProxy({
    listener,
    origins,
    store,
    collapsing,
    statistics,
    isTrusted,
    log,
    ...(bodyTimeoutMs === undefined ? {} : { bodyTimeoutMs }),
  });
  const server: RunningListener = createListenerServer({ name: 'test', port: 0, handler, log, graceMs: 500 });
  await server.start();
  const proxy: TestCacheProxy = {
    url: server.url,
    store,
    statistics,
    isUpToDate: true,
    waiting: path => collapsing.inFlight(`${new URL(server.url).host} ${routes[0]?.origin}${path}`)?.waiting ?? 0,
    async stop() {
      await server.stop();
      await Promise.all([...origins.values()].map(origin => origin.close()));
    },
  };
  return proxy;
}

/** An HTML page that is recognised by its word and long enough to be compressed. */
export const page = (word: string): string => `<!doctype html><title>${word}</title>${`<p>${word}</p>`.repeat(200)}`;
