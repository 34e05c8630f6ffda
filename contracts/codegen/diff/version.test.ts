import { expect, test } from '@jest/globals';
import type { Change, Severity } from './change.ts';
import { versionNeeded } from './version.ts';

const changes = (severity: Severity): Change[] => [{ id: 'x', severity, message: '', contract: '', at: [], hits: [] }];

test.each([
  ['1.4.2', '1.4.2', 'breaking', '2.0.0', false],
  ['1.4.2', '2.0.0', 'breaking', '2.0.0', true],
  ['1.4.2', '1.5.0', 'breaking', '2.0.0', false],
  ['1.4.2', '1.4.3', 'addition', '1.5.0', false],
  ['1.4.2', '1.5.0', 'addition', '1.5.0', true],
  ['1.4.2', '1.4.2', 'info', '1.4.2', true],
  ['1.4.2', '1.3.0', 'info', '1.4.2', false],
  ['0.3.0', '0.4.0', 'breaking', '0.4.0', true],
  ['2026-01-01', '2026-01-01', 'breaking', 'another one', false],
  ['2026-01-01', '2026-02-01', 'breaking', 'another one', true],
] as const)('%s → %s with a change that is %s', (before, after, severity, needed, enough) => {
  expect(versionNeeded(before, after, changes(severity))).toMatchObject({ needed, enough });
});
