import type { Severity } from '../change.ts';
import { type DiffReport, hitText, placeOf, summary } from './report.ts';

const commands: Record<Severity, string> = {
  breaking: 'error',
  warning: 'warning',
  addition: 'notice',
  info: 'notice',
};

/**
 * Annotations at the lines of a pull request, as workflow commands of GitHub Actions. What needs no look is left out.
 */
export function githubReport(report: DiffReport): string {
  const lines: string[] = [];
  for (const change of report.contracts.flatMap(contract => contract.changes)) {
    if (change.severity === 'info') continue;
    const at = placeOf(change);
    const place = at ? `file=${property(at.file)},line=${at.line},col=${at.column},` : '';
    const text = [change.message, hitText(change), change.safeWay]
      .filter(part => part !== undefined && part !== '')
      .join('. ');
    lines.push(`::${commands[change.severity]} ${place}title=${property(change.id)}::${data(text)}`);
  }
  return [...lines, `Contracts: ${summary(report)}`].join('\n');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
