import { afterAll, beforeAll, test } from '@jest/globals';
import { startTestApp, type TestApp } from '../../services/platform/testing/app.ts';
import { type TestIdentity, testIdentity } from '../../services/platform/testing/identity.ts';
import { silentLog } from '../../services/platform/testing/log.ts';
import { buildApp } from '../../services/search/app.ts';
import { openTestIndex, type TestIndex } from '../../services/search/testing/index.ts';
import { adminHeaders, verify } from '../provider.ts';
import { searchStates } from '../states/search.ts';

let index: TestIndex;
let identity: TestIdentity;
let app: TestApp;
beforeAll(async () => {
  index = openTestIndex();
  [identity] = await Promise.all([testIdentity(), index.indices.ensure()]);
  const settings = { elasticsearch: index.client, indexPrefix: index.prefix, log: silentLog() };
  app = await startTestApp(buildApp({ ...settings, identityUrl: identity.url, checkResponses: true }));
});
afterAll(async () => {
  await Promise.all([app.close(), identity.close()]);
  await index.drop();
});

test('search keeps every pact that others have with it', () =>
  verify('search', { url: app.url, states: searchStates(index), staff: adminHeaders(identity) }));
