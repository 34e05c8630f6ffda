import { afterAll, beforeAll, test } from '@jest/globals';
import { createEdge, type Edge } from '../../services/edge/edge.ts';
import { heardTopics } from '../../services/edge/events.ts';
import { startOrigin, type TestOrigin } from '../../services/edge/testing/edge.ts';
import { type RunningService, startService } from '../../services/platform/http/service.ts';
import { type TestIdentity, testIdentity } from '../../services/platform/testing/identity.ts';
import { silentLog } from '../../services/platform/testing/log.ts';
import { type TestTopics, testTopics } from '../../services/platform/testing/topics.ts';
import { until } from '../../services/platform/testing/until.ts';
import { anAdmin, verify } from '../provider.ts';
import { edgeStates } from '../states/edge.ts';

let identity: TestIdentity;
let topics: TestTopics;
let origin: TestOrigin;
let edge: Edge;
let service: RunningService;
beforeAll(async () => {
  const log = silentLog();
  [identity, topics, origin] = await Promise.all([testIdentity(), testTopics(heardTopics), startOrigin()]);
  edge = createEdge({
    ...{
      log,
      kafka: topics.connection,
      identityUrl: identity.url,
      checkResponses: true,
      purgers: [],
      trustedProxies: [],
    },
    fronts: [{ name: 'shop', port: 0, routes: [{ prefix: '/', origin: origin.url, strip: false }] }],
    limit: 10_000_000,
    liveLimits: { perAddress: 1, total: 1 },
  });
  const { app, workers, close } = edge;
  service = await startService({ name: 'edge', port: 0, log, app, workers, close, graceMs: 2_000 });
  await until(async () => (await fetch(`${service.url}/health/ready`)).ok, { describe: 'events are heard of' });
});
afterAll(async () => {
  await service.stop();
  await Promise.all([origin.stop(), identity.close(), topics.drop()]);
});

test('the edge keeps every pact that others have with it', async () => {
  const states = edgeStates(edge.fronts[0]?.url ?? '', topics.connection);
  await verify('edge', { url: service.url, states, staff: anAdmin(identity) });
});
