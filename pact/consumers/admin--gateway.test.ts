import { expect } from '@jest/globals';
import { healthSentence } from '../../admin/screens/system/architecture.ts';
import { consoleClients } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';
import { exactly } from '../matchers.ts';

const { httpInteraction } = pactBetween('admin', 'gateway');
const request = { method: 'GET', path: '/health' } as const;

httpInteraction(
  'which services are ready',
  {
    given: { state: 'every service is ready' },
    request,
    response: { status: 200, body: { services: [{ name: 'catalog', ready: exactly(true) }] } },
  },
  async baseUrl => {
    const { body } = await consoleClients(baseUrl).api.gateway.getHealth({});
    expect(healthSentence(body.services ?? [])).toBe('The one service is ready.');
  },
);

httpInteraction(
  'which services are ready when one is not',
  {
    given: { state: 'a service is down' },
    request,
    response: { status: 503, body: { services: [{ name: 'catalog', ready: false }] } },
  },
  async baseUrl => {
    const { status, body } = await consoleClients(baseUrl).api.gateway.getHealth({});
    expect(status).toBe(503);
    expect(healthSentence(body.services ?? [])).toContain('catalog is not ready');
  },
);
