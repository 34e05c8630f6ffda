import { afterAll, beforeAll, test } from '@jest/globals';
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
  return verify('registry', { url, states: registryStates(pipeline), staff: adminHeaders(identity) });
});
