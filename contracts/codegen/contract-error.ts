import { relative } from 'node:path';
import type { Finding } from './lint/finding.ts';

/** Contracts that nothing is generated from, with everything that is wrong with them. */
export class ContractError extends Error {
  override readonly name = 'ContractError';
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[], root: string) {
    super(findings.map(finding => formatFinding(finding, root)).join('\n'));
    this.findings = findings;
  }
}

/** `openapi/orders.yaml:12:7 rule: message`; what is no error says so: `rule (warning): message`. */
export function formatFinding({ file, line, column, rule, message, severity }: Finding, root: string): string {
  const weight = severity === 'error' ? '' : ` (${severity})`;
  return `${relative(root, file)}:${line}:${column} ${rule}${weight}: ${message}`;
}
