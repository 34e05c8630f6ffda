import type { Place } from '../diff/contract-version.ts';

/**
 * What a step, and the gate, comes to. `unknown` is not green: nothing proves that the change is safe. `skipped` was
 * not asked.
 */
export type Verdict = 'pass' | 'fail' | 'unknown' | 'skipped';

/** What a finding does to its step: it fails it, leaves it unknown, or is only said. */
export type Weight = 'fail' | 'unknown' | 'note';

export interface GateFinding {
  /** Stable name of the rule. */
  id: string;
  weight: Weight;
  message: string;
  place?: Pick<Place, 'file' | 'line' | 'column'>;
  /** The operations or channels that it reaches. */
  at?: readonly string[];
  /** What else there is to know, one line each. */
  details?: readonly string[];
  /** The entry of the file of intended breaks that lets it pass. */
  entry?: string;
}

export type StepName = 'lint' | 'breaking changes' | 'versions' | 'impact' | 'pacts' | 'can-i-deploy';

export interface GateStep {
  name: StepName;
  verdict: Verdict;
  /** What the step comes to, in a few words. */
  summary: string;
  findings: readonly GateFinding[];
}

export interface GateReport {
  base: string;
  head: string;
  verdict: 'pass' | 'fail' | 'unknown';
  steps: readonly GateStep[];
}

/** A step by its findings: one that fails it counts first, then one that leaves it unknown. */
export function stepOf(name: StepName, findings: readonly GateFinding[], summary: string): GateStep {
  const has = (weight: Weight): boolean => findings.some(finding => finding.weight === weight);
  return { name, verdict: has('fail') ? 'fail' : has('unknown') ? 'unknown' : 'pass', summary, findings };
}

/** The report of all steps: it passes only where none fails and none is unknown. */
export function gateReport(base: string, head: string, steps: readonly GateStep[]): GateReport {
  const has = (verdict: Verdict): boolean => steps.some(step => step.verdict === verdict);
  return {
    base: shortened(base),
    head: shortened(head),
    verdict: has('fail') ? 'fail' : has('unknown') ? 'unknown' : 'pass',
    steps,
  };
}

/** A revision as people call it: a commit by the beginning of its id. */
function shortened(revision: string): string {
  return /^[0-9a-f]{40}$/.test(revision) ? revision.slice(0, 9) : revision;
}

/** `1 thing`, `2 things`. */
export function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
