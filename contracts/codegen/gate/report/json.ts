import type { GateReport } from '../gate-report.ts';

/** The report for machines. */
export function jsonReport(report: GateReport): string {
  return JSON.stringify(report, null, 2);
}
