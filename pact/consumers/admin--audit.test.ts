import { expect } from '@jest/globals';
import { actorName } from '../../admin/kit/components/actor-name.ts';
import { actionText } from '../../admin/screens/audit/entry.ts';
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
