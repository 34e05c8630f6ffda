import { expect } from '@jest/globals';
import { createPlatformClient } from '../../generated/platform/client.ts';
import { createFailedWork } from '../../services/audit/failed-work/failed-work.ts';
import { createKafka } from '../../services/platform/messaging/kafka.ts';
import { silentLog } from '../../services/platform/testing/log.ts';
import { pactBetween } from '../consumer.ts';
import { AT, uuidOf } from '../examples.ts';
import { exactly } from '../matchers.ts';

const { httpInteraction } = pactBetween('audit', 'platform');
const id = uuidOf(70);
const job = {
  kind: exactly('job'),
  id,
  name: 'settlement',
  key: uuidOf(71),
  attempts: 3,
  error: 'No such charge',
  failedAt: AT,
  payload: { amount: 5 },
};
/** Only jobs and parked events are requested from services: there is no connection to Kafka. */
const unconnected = createKafka({ brokers: ['127.0.0.1:9'], clientId: 'pact', log: silentLog() });
const failedWork = (baseUrl: string) =>
  createFailedWork(new Map([['payments', createPlatformClient({ baseUrl })]]), unconnected, async () => []);

httpInteraction(
  'for its failed work',
  {
    given: { state: 'a job was given up' },
    request: { method: 'GET', path: '/internal/failed-work' },
    response: { status: 200, body: { items: [job] } },
  },
  async baseUrl => {
    const { items } = await failedWork(baseUrl).list();
    expect(items).toEqual([{ ...job, kind: 'job', service: 'payments' }]);
  },
);

httpInteraction(
  'to retry failed work',
  {
    request: { method: 'POST', path: '/internal/failed-work/retries', body: { jobs: [id], events: [] } },
    response: { status: 200 },
  },
  baseUrl => failedWork(baseUrl).act('retry', { service: 'payments', kind: 'job', ids: [id] }),
);

httpInteraction(
  'to discard failed work',
  {
    request: { method: 'POST', path: '/internal/failed-work/discards', body: { jobs: [], events: [id] } },
    response: { status: 200 },
  },
  baseUrl => failedWork(baseUrl).act('discard', { service: 'payments', kind: 'event', ids: [id] }),
);
