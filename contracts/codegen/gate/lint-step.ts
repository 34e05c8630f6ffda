import { relative } from 'node:path';
import type { Finding } from '../lint/finding.ts';
import { count, type GateStep, stepOf } from './gate-report.ts';

/** The contracts must be in order. */
export function lintStep(findings: readonly Finding[], root: string): GateStep {
  const found = findings.map(
    ({ rule, message, file, line, column, severity }) =>
      ({
        id: rule,
        weight: severity === 'error' ? 'fail' : 'note',
        message,
        place: { file: relative(root, file), line, column },
      }) as const,
  );
  return stepOf('lint', found, found.length === 0 ? 'the contracts are in order' : count(found.length, 'finding'));
}
