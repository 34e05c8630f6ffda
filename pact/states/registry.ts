import { z } from 'zod';
import type { RegistryClient } from '../../generated/registry/client.ts';
import { newId } from '../../services/platform/ids.ts';
import { stateOf } from '../state.ts';

/** The provider states of the registry, published as a pipeline does; the gateway reports what was used. */
export function registryStates(pipeline: RegistryClient, gateway: RegistryClient) {
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
    'a consumer has a pact, and uses what it needs': stateOf(
      { name: z.string(), consumer: z.string() },
      async ({ name, consumer }) => {
        const get = { operationId: 'getOrder', responses: { 200: { description: 'It.' } } };
        const parameters = [{ name: 'orderId', in: 'path', required: true, schema: { type: 'string' } }];
        const info = { title: 'Needed', version: '1.0.0', 'x-owner': 'fulfilment' };
        const published = await pipeline.publishContract({
          path: { kind: 'openapi', name, version: '1.0.0' },
          body: { document: { openapi: '3.1.1', info, paths: { '/orders/{orderId}': { parameters, get } } } },
        });
        if (published.status !== 200) throw new Error(published.body.title);
        const interaction = {
          description: 'an order',
          request: { method: 'GET', path: '/orders/7' },
          response: { status: 200 },
        };
        const pact = { consumer: { name: consumer }, provider: { name }, interactions: [interaction] };
        const content = Buffer.from(JSON.stringify(pact)).toString('base64');
        const names = { consumerName: consumer, providerName: name };
        await pipeline.publishPacts({
          body: {
            pacticipantName: consumer,
            pacticipantVersionNumber: 'v1',
            contracts: [{ ...names, specification: 'pact', contentType: 'application/json', content }],
          },
        });
        const use = {
          kind: 'openapi' as const,
          name,
          operation: 'GET /orders/{orderId}',
          consumer,
          count: 2,
          fields: [],
        };
        await gateway.recordUsage({
          path: { batchId: newId() },
          body: { day: new Date().toISOString().slice(0, 10), items: [use] },
        });
      },
    ),
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
