import type { GateFinding, GateReport, Verdict } from '../gate-report.ts';

const marks: Record<Verdict, string> = { pass: 'pass   ', fail: 'FAIL   ', unknown: 'UNKNOWN', skipped: 'skipped' };
const verdicts = {
  pass: 'may be merged',
  fail: 'may not be merged',
  unknown: 'is not known to be safe, and so may not be merged',
};

/** The report for a terminal. */
export function textReport({ base, head, verdict, steps }: GateReport, intendedFile: string | undefined): string {
  const lines = [`${base} → ${head}: ${verdicts[verdict]}`, ''];
  for (const { name, verdict: own, summary, findings } of steps) {
    lines.push(`${marks[own]} ${name}: ${summary}`);
    for (const finding of findings) lines.push(...findingLines(finding));
  }
  const entries = [...new Set(steps.flatMap(step => step.findings.flatMap(({ entry }) => entry ?? [])))];
  if (entries.length > 0) {
    const file = intendedFile ?? 'a file that `intendedBreaks` of the configuration names';
    lines.push('', `An owner who stands for it lets a break pass with an entry in ${file}:`, ...entries);
  }
  return lines.join('\n');
}

function findingLines({ weight, message, id, place, details = [] }: GateFinding): string[] {
  const at = place ? `${place.file}:${place.line}:${place.column} ` : '';
  const mark = { fail: 'x', unknown: '?', note: '-' }[weight];
  return [`  ${mark} ${at}${message}  [${id}]`, ...details.map(detail => `      ${detail}`)];
}
