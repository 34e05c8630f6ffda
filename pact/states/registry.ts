import type { RegistryClient } from '../../generated/registry/client.ts';
import type { States } from '../provider.ts';

/** The provider states of the registry, published as a pipeline does. */
export function registryStates(pipeline: RegistryClient): States {
  return {
    async 'a contract is published'({ name, version }) {
      const info = { title: 'Orders', version: String(version), 'x-owner': 'fulfilment' };
      const response = await pipeline.publishContract({
        path: { kind: 'openapi', name: String(name), version: String(version) },
        body: { document: { openapi: '3.1.1', info, paths: {} } },
      });
      if (response.status !== 200) throw new Error(response.body.title);
    },
  };
}
