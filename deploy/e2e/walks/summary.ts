import { writeSync } from 'node:fs';
import type { CallersResult } from '../../../contracts/codegen/conformance/callers.ts';
import { callersReport, textReport } from '../../../contracts/codegen/conformance/report.ts';
import type { OperationResult } from '../../../contracts/codegen/conformance/run.ts';

const STANDARD_ERROR = 2;

function count<T>(results: readonly T[], of: (result: T) => number): number {
  return results.reduce((sum, result) => sum + of(result), 0);
}

const operationsOf = (results: readonly { service: string; operation: string }[]): number =>
  new Set(results.map(({ service, operation }) => `${service} ${operation}`)).size;

/** One line on what was tried; what each operation had, where `WALK_REPORT=operations` asks for it. */
function print(line: string, report: () => string): void {
  writeSync(STANDARD_ERROR, `  ${line}\n`);
  if (process.env.WALK_REPORT === 'operations') writeSync(STANDARD_ERROR, `${report()}\n`);
}

export function printCallersSummary(results: readonly CallersResult[], callers: number): void {
  const calls = count(results, result => result.calls);
  const denied = count(results, result => result.denied);
  const line = `Callers: ${operationsOf(results)} operations, ${callers} kinds of callers, ${calls} calls, ${denied} of them not allowed`;
  print(line, () => callersReport(results));
}

export function printHostileValuesSummary(results: readonly OperationResult[]): void {
  const requests = count(results, result => result.requests);
  const places = count(results, result => result.places);
  const line = `Hostile values: ${operationsOf(results)} operations, ${places} parameters and fields, ${requests} requests`;
  print(line, () => textReport(results));
}
