import { expect, test } from '@jest/globals';
import { addCounts, countReport } from './jest.ts';

const report = { numPassedTests: 5, numFailedTests: 1, numPendingTests: 2, numTodoTests: 1, numRuntimeErrorTestSuites: 1 };

test('what was left out or could not run counts as failed', () => {
  expect(countReport(report)).toEqual({ passed: 5, failed: 5 });
});

test('no report is a failure', () => {
  expect(countReport(undefined)).toEqual({ passed: 0, failed: 1 });
});

test('counts add up', () => {
  expect(addCounts({ passed: 1, failed: 2 }, { passed: 3, failed: 0 })).toEqual({ passed: 4, failed: 2 });
});
