import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import type { EventRecord } from '../../../contracts/codegen/runtime/events.ts';
import { type RunningService, startService } from '../../platform/http/service.ts';
import { type TestIdentity, testIdentity } from '../../platform/testing/identity.ts';
import { silentLog } from '../../platform/testing/log.ts';
import { publish } from '../../platform/testing/publish.ts';
import { type TestTopics, testTopics } from '../../platform/testing/topics.ts';
import { until } from '../../platform/testing/until.ts';
import { createEdge, type Edge } from '../edge.ts';
import { heardTopics } from '../events.ts';
import { page, startOrigin, type TestOrigin } from './edge.ts';
import { listenTo, type TestStream } from './events.ts';

/** Of a page that is fresh for long. */
const LONG = 'public, s-maxage=600';

interface Running {
  edge: Edge;
  service: RunningService;
  origin: TestOrigin;
  streams: TestStream[];
}

export interface TestRunning {
  readonly identity: TestIdentity;
  readonly topics: TestTopics;
  readonly origin: TestOrigin;
  readonly service: RunningService;
  readonly streams: TestStream[];
  /** Another edge on the same events; `stop` it. */
  start(): Promise<RunningService>;
  /** Follows a stream until the test is over. */
  listen(path: string, headers?: Record<string, string>): Promise<TestStream>;
  /** Publishes events as they may come: twice. */
  tell(...events: EventRecord[]): Promise<void>;
  get(path: string): Promise<{ text: string; cache: string | null }>;
  /** What the server behind answers with from now on. */
  serve(word: string, tags: string, cacheControl?: string): void;
}

/**
 * The whole edge before one server, on the real Kafka, new for each test of the file. `client` stands between the edge
 * and Kafka.
 */
export function runningForEach(options: { client?: TestTopics['connection']['client'] } = {}): TestRunning {
  let kept: { identity: TestIdentity; topics: TestTopics } | undefined;
  let now: Running | undefined;
  const inside = <T>(what: T | undefined): T => {
    if (what === undefined) throw new Error('The edge runs inside a test');
    return what;
  };

  async function start(origin: TestOrigin) {
    const { identity, topics } = inside(kept);
    const log = silentLog();
    const kafka = { ...topics.connection, ...(options.client && { client: options.client }) };
    const edge = createEdge({
      ...{ log, kafka, identityUrl: identity.url, checkResponses: true, purgers: [], trustedProxies: [] },
      fronts: [{ name: 'shop', port: 0, routes: [{ prefix: '/', origin: origin.url, strip: false }] }],
      limit: 10_000_000,
      liveLimits: { perAddress: 3, total: 5 },
    });
    const { app, workers, close } = edge;
    const service = await startService({ name: 'edge', port: 0, log, app, workers, close, graceMs: 2_000 });
    await until(async () => (await fetch(`${service.url}/health/ready`)).ok, { describe: 'events are heard of' });
    return { edge, service };
  }

  beforeAll(async () => {
    const [identity, topics] = await Promise.all([testIdentity(), testTopics(heardTopics)]);
    kept = { identity, topics };
  });
  beforeEach(async () => {
    const origin = await startOrigin();
    now = { origin, streams: [], ...(await start(origin)) };
  });
  afterEach(async () => {
    const { streams, service, origin } = inside(now);
    for (const stream of streams) stream.close();
    await service.stop();
    await origin.stop();
  });
  afterAll(async () => {
    const { identity, topics } = inside(kept);
    await identity.close();
    await topics.drop();
  });

  return {
    get identity() {
      return inside(kept).identity;
    },
    get topics() {
      return inside(kept).topics;
    },
    get origin() {
      return inside(now).origin;
    },
    get service() {
      return inside(now).service;
    },
    get streams() {
      return inside(now).streams;
    },
    start: async () => (await start(inside(now).origin)).service,
    async listen(path, headers = {}) {
      const { service, streams } = inside(now);
      const stream = await listenTo(`${service.url}${path}`, headers);
      streams.push(stream);
      return stream;
    },
    tell: (...events) => publish(inside(kept).topics.connection, ...events, ...events),
    async get(path) {
      const answer = await fetch(`${inside(now).edge.fronts[0]?.url ?? ''}${path}`);
      return { text: await answer.text(), cache: answer.headers.get('x-cache') };
    },
    serve(word, tags, cacheControl = LONG) {
      const headers = { 'content-type': 'text/html', 'cache-control': cacheControl, 'surrogate-key': tags };
      inside(now).origin.answer = (_request, response) => response.writeHead(200, headers).end(page(word));
    },
  };
}
