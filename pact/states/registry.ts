import { z } from 'zod';
import type { RegistryClient } from '../../generated/registry/client.ts';
import { stateOf } from '../state.ts';

/** The provider states of the registry, published as a pipeline does. */
export function registryStates(pipeline: RegistryClient) {
  return {
    'a contract is published': stateOf({ name: z.string(), version: z.string() }, async ({ name, version }) => {
      const info = { title: 'Orders', version: version, 'x-owner': 'fulfilment' };
      const response = await pipeline.publishContract({
        path: { kind: 'openapi', name: name, version: version },
        body: { document: { openapi: '3.1.1', info, paths: {} } },
      });
      if (response.status !== 200) throw new Error(response.body.title);
    }),
  };
}
