import { expect, test } from '@jest/globals';
import { parseChange } from './change.ts';

const change = {
  id: 'c1',
  at: '2026-11-22T10:00:00Z',
  resource: 'payments',
  resourceId: 'p1',
  parent: { resource: 'orders', resourceId: 'o1' },
  actor: { kind: 'staff', id: 'u1', email: 'olga@example.com' },
};

test('ignores messages of the edge that are no change, and reads the others', () => {
  expect(parseChange(JSON.stringify(change))).toEqual(change);
  const { parent: _, ...alone } = change;
  expect(parseChange(JSON.stringify({ ...alone, actor: { kind: 'service', id: 'orders' } }))).toEqual({
    ...alone,
    actor: { kind: 'service', id: 'orders' },
  });
  for (const nonsense of [
    '',
    'null',
    '{}',
    JSON.stringify({ ...change, actor: undefined }),
    JSON.stringify({ ...change, id: 1 }),
  ])
    expect(parseChange(nonsense)).toBeUndefined();
});
