import type { RegistryClient } from '../../generated/registry/client.ts';
import type { States } from '../provider.ts';

/** What the registry has in the pacts that others have with it, published as a pipeline does. */
export function registryStates(pipeline: RegistryClient): States {
  return {
    async 'a contract is published'({ name, version }) {
      const info = { title: 'Orders', version: String(version), 'x-owner': 'fulfilment' };
      const answer = await pipeline.publishContract({
        path: { kind: 'openapi', name: String(name), version: String(version) },
        body: { document: { openapi: '3.1.1', info, paths: {} } },
      });
      if (answer.status !== 200) throw new Error(answer.body.title);
    },
  };
}
