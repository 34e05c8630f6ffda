import type { Json } from '../document/json.ts';
import type { WorkflowOutcome } from './run.ts';

/** A trace for people: a line a step, what is wrong below it. */
export function textTrace(id: string, { ok, trace, outputs }: WorkflowOutcome): string {
  const lines = trace.map(({ step, action, result, ok: isDone, retried, ms, faults }) =>
    [
      `  ${isDone ? '✓' : retried ? '↻' : '✗'} ${step}: ${action} → ${result} (${ms} ms)`,
      ...faults.map(fault => `      ${fault}`),
    ].join('\n'),
  );
  const given = Object.entries(outputs).map(([name, value]) => `  ${name}: ${shown(value)}`);
  return [`${ok ? '✓' : '✗'} ${id}`, ...lines, ...given].join('\n');
}

const shown = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
