import type { CallersResult } from './callers.ts';
import type { OperationResult } from './run.ts';

const total = <T>(results: readonly T[], of: (result: T) => number): number =>
  results.reduce((sum, result) => sum + of(result), 0);

const succeeded = ({ statuses }: OperationResult): boolean =>
  Object.keys(statuses).some(status => status.startsWith('2') || status.startsWith('3'));

/** Faults first, then what was not tried, then coverage by operation and status. */
export function textReport(results: readonly OperationResult[]): string {
  const lines = results.flatMap(({ service, operation, faults }) =>
    faults.map(
      ({ rule, message, label, times }) =>
        `${service} ${operation}: ${rule}: ${message}\n    ${label}${times > 1 ? ` and ${times - 1} more` : ''}`,
    ),
  );
  const skipped = results.filter(result => result.skipped !== undefined);
  for (const { service, operation, skipped: why } of skipped) lines.push(`${service} ${operation}: not tried: ${why}`);
  const tried = results.filter(result => result.skipped === undefined);
  for (const { service, operation, method, path, statuses } of tried) {
    const seen = Object.entries(statuses).map(([status, times]) => `${status} ×${times}`);
    lines.push(`${service} ${operation} (${method.toUpperCase()} ${path}): ${seen.join(', ')}`);
  }
  const good = tried.filter(succeeded).length;
  const faults = total(results, result => result.faults.length);
  lines.push(
    `${tried.length} of ${results.length} operations, ${total(results, ({ requests }) => requests)} requests; ` +
      `${good} operations succeeded at least once; ${faults === 0 ? 'no faults' : `${faults} faults`}`,
  );
  return lines.join('\n');
}

export const jsonReport = (results: readonly OperationResult[]): string =>
  JSON.stringify({ operations: results }, null, 2);

/** Faults first, then what was not tried, then how many callers each operation had. */
export function callersReport(results: readonly CallersResult[]): string {
  const lines = results.flatMap(({ service, operation, faults }) =>
    faults.map(({ caller, message }) => `${service} ${operation}: ${caller}: ${message}`),
  );
  const tried = results.filter(result => result.skipped === undefined);
  for (const { service, operation, skipped } of results)
    if (skipped !== undefined) lines.push(`${service} ${operation}: not tried: ${skipped}`);
  for (const { service, operation, method, path, calls, denied } of tried)
    lines.push(`${service} ${operation} (${method.toUpperCase()} ${path}): ${calls} callers, ${denied} not allowed`);
  const faults = total(results, result => result.faults.length);
  const calls = `${total(tried, result => result.calls)} calls, ${total(tried, result => result.denied)} not allowed`;
  lines.push(
    `${tried.length} of ${results.length} operations, ${calls}; ${faults === 0 ? 'no faults' : `${faults} faults`}`,
  );
  return lines.join('\n');
}
