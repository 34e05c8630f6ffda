import { describe, expect, test } from '@jest/globals';
import type { AuditFilter } from './filters.ts';
import { matchesFilter, type ReceivedChange, refetchIntervalFor } from './received-changes.ts';

const payment: ReceivedChange = {
  id: 'c1',
  at: '2026-11-22T10:00:00Z',
  resource: 'payments',
  resourceId: 'p1',
  parent: { resource: 'orders', resourceId: 'o1' },
  actor: { kind: 'staff', id: 'u1', email: 'Olga@example.com' },
  receivedAt: 1_000,
};

describe('a received change', () => {
  test.each<[string, AuditFilter, boolean]>([
    ['everything', {}, true],
    ['its kind', { resource: 'payments' }, true],
    ['the kind of what it belongs to', { resource: 'orders' }, false],
    ['itself', { resource: 'payments', resourceId: 'p1' }, true],
    ['what it belongs to', { resource: 'orders', resourceId: 'o1' }, true],
    ['another', { resource: 'orders', resourceId: 'p1' }, false],
    ['who made it, by address', { actor: 'olga@Example.com' }, true],
    ['who made it, by id', { actor: 'u1' }, true],
    ['somebody else', { actor: 'u2' }, false],
    ['that moment', { from: '2026-11-22T10:00:00.000Z', to: '2026-11-22T10:00:00.001Z' }, true],
    ['before it', { to: '2026-11-22T10:00:00.000Z' }, false],
    ['after it', { from: '2026-11-22T10:00:00.001Z' }, false],
  ])('is looked for where the log is asked for %s', (_what, filter, expected) => {
    expect(matchesFilter(payment, filter)).toBe(expected);
  });

  test('is waited for until the log has it, and not for ever', () => {
    expect(refetchIntervalFor({}, [], [payment], 1_500)).toBeGreaterThan(0);
    expect(refetchIntervalFor({}, [{ id: 'c1' }], [payment], 1_500)).toBe(false);
    expect(refetchIntervalFor({ resource: 'products' }, [], [payment], 1_500)).toBe(false);
    expect(refetchIntervalFor({}, [], [payment], 60_000)).toBe(false);
    expect(refetchIntervalFor({}, [], [], 1_500)).toBe(false);
  });
});
