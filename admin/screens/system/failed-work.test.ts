import { expect, test } from '@jest/globals';
import type { FailedWorkItem } from '../../../generated/audit/types.ts';
import { groupFailedWork, groupTitle, payloadLines, subjectOf, violatedPaths } from './failed-work.ts';

const id = '0190a6e0-7c1d-7000-8000-000000000003';
const item = (more: Partial<FailedWorkItem>): FailedWorkItem => ({
  service: 'payments',
  kind: 'job',
  id,
  name: 'settlement',
  key: id,
  attempts: 20,
  error: 'No such charge',
  failedAt: '2026-11-22T10:00:02Z',
  ...more,
});

test('leads to what it is about', () => {
  expect(subjectOf(item({}))).toEqual({ resource: 'payments', path: `/payments/${id}/show` });
  expect(subjectOf(item({ service: 'shipping', topic: 'orders.order.v1' }))?.path).toBe(`/orders/${id}/show`);
  expect(subjectOf(item({ topic: 'inventory.stock.v1' }))).toBeUndefined();
  expect(subjectOf(item({ key: 'purge' }))).toBeUndefined();
});

test('work with the same error is one group', () => {
  const groups = groupFailedWork([
    item({ id: 'a' }),
    item({ id: 'b', error: 'Timeout' }),
    item({ id: 'c' }),
    item({ id: 'd', kind: 'dead_letter', service: 'shipping', name: 'OrderPaid', topic: 'orders.order.v1' }),
    item({ id: 'e', kind: 'event', service: 'catalog', name: 'ProductUpdated', topic: 'catalog.product.v1' }),
  ]);
  expect(groups.map(({ items }) => items.map(each => each.id))).toEqual([['a', 'c'], ['b'], ['d'], ['e']]);
  expect(groups.map(groupTitle)).toEqual([
    '2 jobs “settlement” of payments were given up',
    '1 job “settlement” of payments was given up',
    '1 OrderPaid event could not be handled by shipping',
    '1 ProductUpdated event of catalog could not be published',
  ]);
});

test('reads where a contract is broken', () => {
  const error = 'OrderPaid breaks its contract: /total must be object; /lines/0/a~1b must be string';
  expect(violatedPaths(error)).toEqual(['/total', '/lines/0/a~1b']);
  expect(violatedPaths('The database is down: /total')).toEqual([]);
});

test('marks the lines of a payload where its contract is broken', () => {
  const payload = { id: 'x', lines: [{ 'a/b': 1, sku: 's' }], total: { amount: 1 }, note: null, tags: [] };
  const lines = payloadLines(payload, ['/lines/0/a~1b', '/total']);
  expect(lines.map(({ text }) => text).join('\n')).toBe(JSON.stringify(payload, null, 2));
  expect(lines.filter(({ marked }) => marked).map(({ text }) => text.trim())).toEqual([
    '"a/b": 1,',
    '"total": {',
    '"amount": 1',
    '},',
  ]);
});
