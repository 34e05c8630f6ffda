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
    'a contract lost an operation': stateOf({ name: z.string() }, async ({ name }) => {
      const operation = { operationId: 'getIt', responses: { 204: { description: 'Nothing.' } } };
      for (const [version, paths] of [
        ['1.0.0', { '/it': { get: operation } }],
        ['2.0.0', {}],
      ] as const) {
        const response = await pipeline.publishContract({
          path: { kind: 'openapi', name, version },
          body: { document: { openapi: '3.1.1', info: { title: 'It', version }, paths } },
        });
        if (response.status !== 200) throw new Error(response.body.title);
      }
    }),
    'an operation ends': stateOf({ name: z.string(), sunset: z.string() }, async ({ name, sunset }) => {
      const operation = {
        summary: 'The old way',
        deprecated: true,
        'x-deprecated': '2026-11-01',
        'x-sunset': sunset,
        responses: { 204: { description: 'Nothing.' } },
      };
      const info = { title: 'Ending', version: '1.0.0' };
      const response = await pipeline.publishContract({
        path: { kind: 'openapi', name, version: '1.0.0' },
        body: { document: { openapi: '3.1.1', info, paths: { '/old': { get: operation } } } },
      });
      if (response.status !== 200) throw new Error(response.body.title);
    }),
  };
}
