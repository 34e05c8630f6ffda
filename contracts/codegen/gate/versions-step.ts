import type { ContractDifference } from '../diff/report/report.ts';
import { lowVersions } from '../versions/low-versions.ts';
import { count, type GateStep, stepOf } from './gate-report.ts';

/** The versions of the documents must say what changed since the base revision. */
export function versionsStep(differences: readonly ContractDifference[], since: string): GateStep {
  const findings = lowVersions(differences).map(
    ({ message, place }) => ({ id: 'version-too-low', weight: 'fail', message, place }) as const,
  );
  const said = findings.length > 0 ? `${count(findings.length, 'version')} too low` : 'the versions say what changed';
  return stepOf('versions', findings, `${said} since ${since}`);
}
