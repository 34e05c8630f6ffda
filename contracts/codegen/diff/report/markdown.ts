import { type Change, type Severity, severities } from '../change.ts';
import { type DiffReport, hitText, placeOf, summary } from './report.ts';
import { shorten } from './text.ts';

const titles: Record<Severity, string> = {
  breaking: 'Breaking',
  warning: 'To be looked at',
  addition: 'Added',
  info: 'Also changed',
};

/** A changelog for people, as a comment of a pull request takes it. */
export function markdownReport(report: DiffReport): string {
  const lines = ['# Contract changes', '', `\`${report.base}\` → \`${report.head}\`: ${summary(report)}`];
  for (const { name, version, changes } of report.contracts) {
    if (changes.length === 0) continue;
    lines.push('', `## ${name}`, '');
    const raised =
      version.before === version.after
        ? `stays ${version.after}`
        : `${version.before || 'none'} → ${version.after || 'none'}`;
    lines.push(`Version ${raised}${version.enough ? '' : `; **it should be ${version.needed}**`}.`);
    for (const severity of severities) {
      const own = changes.filter(change => change.severity === severity);
      if (own.length === 0) continue;
      lines.push('', `### ${titles[severity]}`, '');
      for (const change of own) lines.push(...item(change));
    }
  }
  return lines.join('\n');
}

function item(change: Change): string[] {
  const at = placeOf(change);
  const place = at ? ` (\`${at.file}:${at.line}\`)` : '';
  const hits = hitText(change);
  const lines = [`- ${escaped(change.message)}${place}${hits === '' ? '' : `; ${escaped(hits)}`} \`${change.id}\``];
  if (change.counterexample !== undefined)
    lines.push(`  - For example \`${shorten(JSON.stringify(change.counterexample)).replaceAll('`', "'")}\``);
  if (change.unproven !== undefined) lines.push(`  - Not proven safe: ${escaped(change.unproven)}`);
  for (const text of change.usage?.text ?? []) lines.push(`  - ${escaped(text)}`);
  for (const workflow of change.workflows ?? []) lines.push(`  - breaks the workflow ${escaped(workflow)}`);
  if (change.safeWay !== undefined) lines.push(`  - ${escaped(change.safeWay)}`);
  return lines;
}

/** Text of a document stays text: it becomes neither markup nor a mention. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>#|@]/g, sign => (sign === '@' ? '@\u200b' : `\\${sign}`));
}
