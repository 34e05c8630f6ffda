import { countBySeverity, type DiffReport } from './report.ts';

/** The report for machines. */
export function jsonReport(report: DiffReport): string {
  return JSON.stringify({ ...report, counts: countBySeverity(report) }, null, 2);
}
