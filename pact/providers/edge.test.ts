import { afterAll, beforeAll, test } from '@jest/globals';
import { createEdge, type Edge } from '../../services/edge/app.ts';
import { startOrigin, type TestOrigin } from '../../services/edge/cache/testing/proxy.ts';
import { consumedTopics } from '../../services/edge/events.ts';
import { type RunningService, startService } from '../../services/platform/http/service.ts';
import { type TestIdentity, testIdentity } from '../../services/platform/testing/identity.ts';
import { silentLog } from '../../services/platform/testing/log.ts';
import { type TestTopics, testTopics } from '../../services/platform/testing/topics.ts';
import { until } from '../../services/platform/testing/until.ts';
import { adminHeaders, verify } from '../provider.ts';
import { edgeStates } from '../states/edge.ts';

let identity: TestIdentity;
let topics: TestTopics;
let origin: TestOrigin;
let edge: Edge;
let service: RunningService;
beforeAll(async () => {
  const log = silentLog();
  [identity, topics, origin] = await Promise.all([testIdentity(), testTopics(consumedTopics), startOrigin()]);
  edge = createEdge({
    log,
    kafka: topics.connection,
    identityUrl: identity.url,
    checkResponses: true,
    purgers: [],
    trustedProxies: [],
    listeners: [{ name: 'shop', port: 0, routes: [{ prefix: '/', origin: origin.url, strip: false }] }],
    maxBytes: 10_000_000,
    liveLimits: { perAddress: 1, total: 1 },
  });
  const { app, workers, close } = edge;
  service = await startService({ name: 'edge', port: 0, log, app, workers, close, graceMs: 2_000 });
  await until(async () => (await fetch(`${service.url}/health/ready`)).ok, { describe: 'events arrive' });
});
afterAll(async () => {
  await service.stop();
  await Promise.all([origin.stop(), identity.close(), topics.drop()]);
});

test('the edge keeps every pact that others have with it', async () => {
  const states = edgeStates(edge.listeners[0]?.url ?? '', topics.connection);
  await verify('edge', { url: service.url, states, staff: adminHeaders(identity) });
});
