import { expect } from '@jest/globals';
import { cacheFigures, minutesOf } from '../../admin/screens/dashboard/edge-counts.ts';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { consoleClients } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';
import { AT } from '../examples.ts';

const { httpInteraction } = pactBetween('admin', 'edge');
const counts = { hits: 8, stale: 1, misses: 1 };

httpInteraction(
  'what the cache did in the last hour',
  {
    given: { state: 'somebody read the shop' },
    request: { method: 'GET', path: '/admin/edge/statistics' },
    response: {
      status: 200,
      body: {
        total: counts,
        fronts: [{ minutes: [{ ...counts, at: AT }] }],
        stored: { answers: 3, bytes: 48_000, limit: 256_000_000 },
      },
    },
  },
  async baseUrl => {
    const statistics = await bodyOf(consoleClients(baseUrl).api.edge.getEdgeStatistics({}));
    expect(cacheFigures(statistics.total)).toEqual({ saved: 9, asked: 10, hitRate: 0.9 });
    expect(minutesOf(statistics, new Date(AT))).toHaveLength(60);
    expect(statistics.stored).toEqual({ answers: 3, bytes: 48_000, limit: 256_000_000 });
  },
);

httpInteraction(
  'to forget what has a tag',
  {
    request: { method: 'POST', path: '/admin/edge/purges', body: { tags: ['products'] } },
    response: { status: 200, body: { removed: 2 } },
  },
  async baseUrl => {
    expect(await bodyOf(consoleClients(baseUrl).api.edge.purgeTags({ body: { tags: ['products'] } }))).toEqual({
      removed: 2,
    });
  },
);

httpInteraction(
  'for events that nobody could handle',
  {
    given: { state: 'events were given up' },
    request: { method: 'GET', path: '/admin/dead-letters' },
    response: { status: 200, body: { items: [{ topic: 'orders.order.v1', group: 'inventory', count: 2 }] } },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.edge.listDeadLetterCounts({}));
    expect(items).toEqual([{ topic: 'orders.order.v1', group: 'inventory', count: 2 }]);
  },
);
