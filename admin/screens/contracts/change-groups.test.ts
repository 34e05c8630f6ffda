import { expect, test } from '@jest/globals';
import type { ContractChange } from '../../../generated/registry/types.ts';
import { changeGroups, changeSummary, hitConsumers, versionText } from './change-groups.ts';

const change = (severity: ContractChange['severity'], ...consumers: string[]): ContractChange => ({
  id: 'x',
  severity,
  message: 'm',
  at: [],
  hits: [],
  consumers: consumers.map(consumer => ({ consumer, hasPact: true })),
});

test('changes are grouped by severity, the worst first', () => {
  const changes = [change('addition'), change('breaking', 'cart'), change('breaking', 'admin', 'cart')];
  expect(changeGroups(changes).map(({ title, changes: own }) => [title, own.length])).toEqual([
    ['Breaking', 2],
    ['Added', 1],
  ]);
  expect(changeSummary(changes)).toBe('2 breaking, 1 added');
  expect(changeSummary([])).toBe('Nothing changed that anybody meets.');
  expect(hitConsumers(changes)).toEqual(['admin', 'cart']);
});

test('a number that says too little names the one that it should be', () => {
  const comparison = { from: '1.0.0', to: '1.1.0', neededVersion: '2.0.0', items: [] };
  expect(versionText({ ...comparison, isVersionEnough: false })).toContain('it should be 2.0.0');
  expect(versionText({ ...comparison, isVersionEnough: true })).toBe('Its number, 1.1.0, says what changed.');
});
