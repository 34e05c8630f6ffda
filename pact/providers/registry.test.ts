import { afterAll, beforeAll, test } from '@jest/globals';
import { createRegistryClient } from '../../generated/registry/client.ts';
import { serviceHeaders } from '../../services/platform/testing/identity.ts';
import { type Registry, startRegistry } from '../../services/registry/testing/suite.ts';
import { adminHeaders, verify } from '../provider.ts';
import { registryStates } from '../states/registry.ts';

let registry: Registry;
beforeAll(async () => {
  registry = await startRegistry();
});
afterAll(() => registry.close());

test('the registry keeps every pact that others have with it', () => {
  const { url, pipeline, identity } = registry;
  const gateway = createRegistryClient({ baseUrl: url, headers: () => serviceHeaders('gateway') });
  return verify('registry', { url, states: registryStates(pipeline, gateway), staff: adminHeaders(identity) });
});
