import type { Severity } from '../change.ts';
import type { Place } from '../contract-version.ts';
import { type DiffReport, hitText, placeOf, summary } from './report.ts';

const commands: Record<Severity, Annotation['level']> = {
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
    const text = [change.message, hitText(change), change.safeWay]
      .filter(part => part !== undefined && part !== '')
      .join('. ');
    lines.push(annotation({ level: commands[change.severity], place: placeOf(change), title: change.id, text }));
  }
  return [...lines, `Contracts: ${summary(report)}`].join('\n');
}

export interface Annotation {
  level: 'error' | 'warning' | 'notice';
  place: Pick<Place, 'file' | 'line' | 'column'> | undefined;
  title: string;
  text: string;
}

/** A workflow command of GitHub Actions that annotates a line. */
export function annotation({ level, place, title, text }: Annotation): string {
  const at = place ? `file=${property(place.file)},line=${place.line},col=${place.column},` : '';
  return `::${level} ${at}title=${property(title)}::${data(text)}`;
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
