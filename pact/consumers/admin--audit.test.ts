import { expect } from '@jest/globals';
import { actorName } from '../../admin/kit/components/actor-name.ts';
import { actionText } from '../../admin/screens/audit/entry.ts';
import { groupFailedWork, groupTitle, subjectOf } from '../../admin/screens/system/failed-work.ts';
import { lagOf, stalledFlows } from '../../admin/screens/system/service-flow.ts';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import { consoleClients } from '../console-clients.ts';
import { pactBetween } from '../consumer.ts';
import { AT, uuidOf } from '../examples.ts';
import { exactly } from '../matchers.ts';

const { httpInteraction } = pactBetween('admin', 'audit');
const orderId = uuidOf(50);
const entry = {
  id: uuidOf(51),
  at: AT,
  resource: 'orders',
  resourceId: orderId,
  label: 'C-10042',
  action: 'cancelled',
  reason: 'Ordered twice.',
  actor: { kind: exactly('staff'), id: 'ada', email: 'ada@example.com' },
  changes: [{ field: 'status', before: 'paid', after: 'cancelled' }],
};

httpInteraction(
  'for what was changed of one thing',
  {
    given: { state: 'staff cancelled an order', params: { orderId } },
    request: { method: 'GET', path: '/admin/audit', query: { resource: 'orders', resourceId: orderId, limit: '100' } },
    response: { status: 200, body: { items: [entry], nextCursor: null } },
  },
  async baseUrl => {
    const query = { resource: 'orders', resourceId: orderId, limit: 100 };
    const { items, nextCursor } = await bodyOf(consoleClients(baseUrl).api.audit.listChanges({ query }));
    expect(items.map(found => `${actorName(found)} ${actionText(found)}: ${found.reason}`)).toEqual([
      'ada@example.com cancelled the order: Ordered twice.',
    ]);
    expect(items[0]?.changes).toEqual([{ field: 'status', before: 'paid', after: 'cancelled' }]);
    expect(nextCursor).toBeNull();
  },
);

httpInteraction(
  'for what somebody changed, page by page',
  {
    given: { state: 'staff cancelled two orders' },
    request: { method: 'GET', path: '/admin/audit', query: { actor: 'ada@example.com', limit: '1' } },
    response: { status: 200, body: { items: [entry], nextCursor: 'next' } },
  },
  async baseUrl => {
    const page = await consoleClients(baseUrl).calls.audit.list({ actor: 'ada@example.com', limit: 1 });
    expect(page).toMatchObject({ items: [{ resource: 'orders' }], nextCursor: 'next' });
  },
);

const failedRef = { service: 'payments', kind: 'job', id: uuidOf(52) } as const;

httpInteraction(
  'for failed work',
  {
    given: { state: 'a job of payments was given up' },
    request: { method: 'GET', path: '/admin/failed-work' },
    response: {
      status: 200,
      body: {
        items: [
          {
            service: exactly('payments'),
            kind: exactly('job'),
            id: uuidOf(52),
            name: 'settlement',
            key: uuidOf(53),
            attempts: 3,
            error: 'No such charge',
            failedAt: AT,
            payload: { amount: 5 },
          },
        ],
        unavailable: [],
      },
    },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.audit.listFailedWork({}));
    expect(groupFailedWork(items).map(groupTitle)).toEqual(['1 job “settlement” of payments was given up']);
    expect(items.map(subjectOf)).toEqual([{ resource: 'payments', path: `/payments/${uuidOf(53)}/show` }]);
  },
);

httpInteraction(
  'to retry failed work',
  {
    given: { state: 'a job of payments was given up' },
    request: { method: 'POST', path: '/admin/failed-work/retries', body: { items: [failedRef] } },
    response: { status: 200, body: { count: 1 } },
  },
  async baseUrl => {
    const body = { items: [failedRef] };
    expect(await bodyOf(consoleClients(baseUrl).api.audit.retryFailedWork({ body }))).toEqual({ count: 1 });
  },
);

httpInteraction(
  'to discard failed work',
  {
    given: { state: 'a job of payments was given up' },
    request: {
      method: 'POST',
      path: '/admin/failed-work/discards',
      body: { items: [failedRef], reason: 'Refunded by hand' },
    },
    response: { status: 200, body: { count: 1 } },
  },
  async baseUrl => {
    const body = { items: [failedRef], reason: 'Refunded by hand' };
    expect(await bodyOf(consoleClients(baseUrl).api.audit.discardFailedWork({ body }))).toEqual({ count: 1 });
  },
);

httpInteraction(
  'for the services',
  {
    given: { state: 'a service runs' },
    request: { method: 'GET', path: '/admin/services' },
    response: {
      status: 200,
      body: {
        items: [
          {
            name: 'audit',
            ready: true,
            version: '0.1.0',
            startedAt: AT,
            flows: [],
            load: { requests: 120, failed: 0, consumed: 60, published: 60 },
          },
        ],
      },
    },
  },
  async baseUrl => {
    const { items } = await bodyOf(consoleClients(baseUrl).api.audit.listServices({}));
    expect(stalledFlows(items, new Date())).toEqual([]);
    expect(items.map(({ flows }) => lagOf(flows))).toEqual([undefined]);
  },
);
