import { type Change, type Severity, severities } from '../change.ts';
import type { VersionVerdict } from '../version.ts';

/** What changed in one document. */
export interface ContractDifference {
  /** Its path, relative to the project. */
  name: string;
  kind: 'openapi' | 'asyncapi';
  version: VersionVerdict;
  changes: Change[];
}

/** What `covenant diff` found. */
export interface DiffReport {
  base: string;
  head: string;
  contracts: ContractDifference[];
  /** Why a registry that was asked did not say who uses what. */
  usageMissing?: string;
}

export function countBySeverity(report: DiffReport): Record<Severity, number> {
  const changes = report.contracts.flatMap(contract => contract.changes);
  const count = (severity: Severity): number => changes.filter(change => change.severity === severity).length;
  return { breaking: count('breaking'), warning: count('warning'), addition: count('addition'), info: count('info') };
}

/** `2 breaking, 1 warning`, or that nothing changed. */
export function summary(report: DiffReport): string {
  const counts = countBySeverity(report);
  const counted = severities
    .filter(severity => counts[severity] > 0)
    .map(severity => `${counts[severity]} ${severity}`);
  return counted.length === 0 ? 'nothing changed' : counted.join(', ');
}

/** Whether anything is at least as bad as the severity. */
export function reaches(report: DiffReport, severity: Severity): boolean {
  const counts = countBySeverity(report);
  return severities.slice(0, severities.indexOf(severity) + 1).some(worse => counts[worse] > 0);
}

/** The place to look at: where it stands now, else where it stood. */
export function placeOf({ before, after }: Change): Change['after'] {
  return after ?? before;
}

/** Who meets the change, for people: `hits clients that read (GET /orders and 3 more)`. */
export function hitText({ hits, at }: Change): string {
  if (hits.length === 0) return '';
  const [first] = at;
  const where = first === undefined ? '' : ` (${first}${at.length > 1 ? ` and ${at.length - 1} more` : ''})`;
  return `hits ${hits.join(' and ')}${where}`;
}
