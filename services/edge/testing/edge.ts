import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { EventRecord } from '../../../contracts/codegen/runtime/events.ts';
import { type RunningService, startService } from '../../platform/http/service.ts';
import { type TestIdentity, testIdentity } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { publish } from '../../platform/testing/publish.ts';
import { type TestTopics, testTopics } from '../../platform/testing/topics.ts';
import { until } from '../../platform/testing/until.ts';
import { createEdge, type Edge } from '../app.ts';
import { page, startOrigin, type TestOrigin } from '../cache/testing/proxy.ts';
import { consumedTopics } from '../events.ts';
import { openStream, type TestStream } from '../live/testing/stream.ts';

/** A freshness lifetime longer than any test. */
const FRESH = 'public, s-maxage=600';

interface Running {
  edge: Edge;
  service: RunningService;
  origin: TestOrigin;
  streams: TestStream[];
}

export interface TestEdge {
  readonly identity: TestIdentity;
  readonly topics: TestTopics;
  readonly origin: TestOrigin;
  readonly service: RunningService;
  readonly streams: TestStream[];
  /** Starts another edge that consumes the same events; the test stops it. */
  start(): Promise<RunningService>;
  /** Opens an event stream; it is closed when the test ends. */
  subscribe(path: string, headers?: Record<string, string>): Promise<TestStream>;
  /** Publishes each event twice, as Kafka delivers at least once. */
  publish(...events: EventRecord[]): Promise<void>;
  get(path: string): Promise<{ text: string; cache: string | null }>;
  /** The page that the origin answers with from now on. */
  serve(word: string, tags: string, cacheControl?: string): void;
}

/**
 * The whole edge in front of one origin, with the real Kafka, new for each test of the file. `client` replaces Kafka's.
 */
export function edgeForEach(options: { client?: TestTopics['connection']['client'] } = {}): TestEdge {
  let shared: { identity: TestIdentity; topics: TestTopics } | undefined;
  let current: Running | undefined;
  const running = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error('The edge runs inside a test');
    return value;
  };

  async function start(origin: TestOrigin) {
    const { identity, topics } = running(shared);
    const log = silentLog();
    const kafka = { ...topics.connection, ...(options.client && { client: options.client }) };
    const edge = createEdge({
      log,
      kafka,
      identityUrl: identity.url,
      checkResponses: true,
      purgers: [],
      trustedProxies: [],
      listeners: [{ name: 'shop', port: 0, routes: [{ prefix: '/', origin: origin.url, strip: false }] }],
      maxBytes: 10_000_000,
      liveLimits: { perAddress: 3, total: 5 },
    });
    const { app, workers, close } = edge;
    const service = await startService({ name: 'edge', port: 0, log, app, workers, close, graceMs: 2_000 });
    await until(async () => (await fetch(`${service.url}/health/ready`)).ok, { describe: 'events arrive' });
    return { edge, service };
  }

  beforeAll(async () => {
    const [identity, topics] = await Promise.all([testIdentity(), testTopics(consumedTopics)]);
    shared = { identity, topics };
  });
  beforeEach(async () => {
    const origin = await startOrigin();
    current = { origin, streams: [], ...(await start(origin)) };
  });
  afterEach(async () => {
    const { streams, service, origin } = running(current);
    for (const stream of streams) stream.close();
    await service.stop();
    await origin.stop();
  });
  afterAll(async () => {
    const { identity, topics } = running(shared);
    await identity.close();
    await topics.drop();
  });

  return {
    get identity() {
      return running(shared).identity;
    },
    get topics() {
      return running(shared).topics;
    },
    get origin() {
      return running(current).origin;
    },
    get service() {
      return running(current).service;
    },
    get streams() {
      return running(current).streams;
    },
    start: async () => (await start(running(current).origin)).service,
    async subscribe(path, headers = {}) {
      const { service, streams } = running(current);
      const stream = await openStream(`${service.url}${path}`, headers);
      streams.push(stream);
      return stream;
    },
    publish: (...events) => publish(running(shared).topics.connection, ...events, ...events),
    async get(path) {
      const response = await fetch(`${running(current).edge.listeners[0]?.url ?? ''}${path}`);
      return { text: await response.text(), cache: response.headers.get('x-cache') };
    },
    serve(word, tags, cacheControl = FRESH) {
      const headers = { 'content-type': 'text/html', 'cache-control': cacheControl, 'surrogate-key': tags };
      running(current).origin.respond = (_request, response) => response.writeHead(200, headers).end(page(word));
    },
  };
}
