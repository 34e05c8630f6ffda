import { expect, test } from '@jest/globals';
import type { AuditEntry } from '../../../generated/audit/types.ts';
import { actorName } from '../../kit/components/actor-name.ts';
import { actionText, byDay, groupEntries, groupText, pageOf } from './entry.ts';

test('says who did what to which kind of thing', () => {
  expect(actorName({ actor: { kind: 'staff', id: 'a', email: 'olga@example.com' } })).toBe('olga@example.com');
  expect(actorName({ actor: { kind: 'service', id: 'catalog' } })).toBe('Catalog (by itself)');
  expect(actionText({ action: 'changed', resource: 'products' })).toBe('changed the product');
  expect(actionText({ action: 'adjusted', resource: 'stock' })).toBe('adjusted the stock of');
  expect(actionText({ action: 'retried', resource: 'failed-work' })).toBe('retried the failed work');
  expect(actionText({ action: 'changed', resource: 'shipping-settings' })).toBe('changed the shipping settings');
  expect(actionText({ action: 'invited_again', resource: 'staff' })).toBe('invited again');
  expect(actionText({ action: 'invitation_accepted', resource: 'staff' })).toBe('accepted the invitation of');
});

test('leads to the thing, and nowhere when it is gone', () => {
  const page = (
    resource: string,
    resourceId: string,
    action = 'changed',
    parent?: { resource: string; resourceId: string },
  ) => pageOf({ resource, resourceId, action, parent })?.path;
  expect(page('products', 'p/1')).toBe('/products/p%2F1/show');
  expect(page('products', 'p1', 'deleted')).toBeUndefined();
  expect(page('stock', '1082185')).toBe('/stock?filter=%7B%22sku%22%3A%221082185%22%7D');
  expect(page('pictures', 'x', 'uploaded', { resource: 'products', resourceId: 'p1' })).toBe('/products/p1/show');
  expect(page('unheard', 'x')).toBeUndefined();
});

test('entries stand under their day', () => {
  const now = new Date(2026, 10, 22, 9);
  const at = (day: number, hour: number) => ({ at: new Date(2026, 10, day, hour).toISOString() });
  const days = byDay([at(22, 8), at(22, 0), at(21, 23), at(20, 1)], now);
  expect(days.map(({ day, entries }) => [day, entries.length])).toEqual([
    ['Today', 2],
    ['Yesterday', 1],
    [new Date(2026, 10, 20).toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long' }), 1],
  ]);
});

test('an act on many records is one group', () => {
  const entry = (id: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
    id,
    at: '2026-11-22T10:00:00Z',
    service: 'catalog',
    resource: 'products',
    resourceId: id,
    action: 'changed',
    actor: { kind: 'staff', id: 'ada' },
    changes: [],
    requestId: 'bulk',
    ...more,
  });
  const { requestId: _, ...lone } = entry('f');
  const groups = groupEntries([
    entry('a'),
    entry('b'),
    entry('c', { action: 'deleted' }),
    entry('d', { requestId: 'other' }),
    entry('e', { requestId: 'other', actor: { kind: 'staff', id: 'olga' } }),
    lone,
    { ...lone, id: 'g' },
  ]);
  expect(groups.map(({ entries }) => entries.map(({ id }) => id).join(''))).toEqual(['ab', 'c', 'd', 'e', 'f', 'g']);
  expect(groupText(entry('a'), 500, false)).toBe('changed 500 products');
  expect(groupText(entry('a'), 100, true)).toBe('changed 100 or more products');
});
