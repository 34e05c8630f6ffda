import type { Change, Severity } from '../change.ts';
import type { Place } from '../contract-version.ts';
import { type DiffReport, hitText, summary } from './report.ts';

const marks: Record<Severity, string> = {
  breaking: 'BREAKING',
  warning: 'warning ',
  addition: 'addition',
  info: 'info    ',
};

/** The report for a terminal. */
export function textReport(report: DiffReport): string {
  const lines = [`${report.base} → ${report.head}: ${summary(report)}`];
  for (const { name, version, changes } of report.contracts) {
    if (changes.length === 0) continue;
    const versions =
      version.before === version.after ? version.before : `${version.before || 'none'} → ${version.after || 'none'}`;
    lines.push('', `${name} ${versions}${version.enough ? '' : `, should be ${version.needed}`}`);
    for (const change of changes) lines.push(...changeLines(change));
  }
  if (report.usageMissing !== undefined) lines.push('', `not known: ${report.usageMissing}`);
  return lines.join('\n');
}

function changeLines(change: Change): string[] {
  const lines = [`  ${marks[change.severity]} ${change.message}  [${change.id}]`];
  const places = [place('was', change.before), place('is', change.after)].filter(text => text !== '').join('  ');
  const detail = [places, hitText(change)].filter(text => text !== '').join('  ');
  if (detail !== '') lines.push(`           ${detail}`);
  if (change.counterexample !== undefined) {
    lines.push(`           for example ${shorten(JSON.stringify(change.counterexample))}`);
  }
  if (change.unproven !== undefined) lines.push(`           not proven safe: ${change.unproven}`);
  for (const text of change.usage?.text ?? []) lines.push(`           ${text}`);
  for (const workflow of change.workflows ?? []) lines.push(`           breaks the workflow ${workflow}`);
  if (change.safeWay !== undefined) lines.push(`           ${change.safeWay}`);
  return lines;
}

function place(word: string, at: Place | undefined): string {
  return at ? `${word} ${at.file}:${at.line}:${at.column}` : '';
}

export function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
