import type { GateFinding, GateReport, Verdict } from '../gate-report.ts';

const marks: Record<Verdict, string> = { pass: '✅', fail: '❌', unknown: '❔', skipped: '➖' };
const titles = {
  pass: '✅ The contracts may be merged',
  fail: '❌ The contracts may not be merged',
  unknown: '❔ Nothing proves that the contracts may be merged',
};

/** The report as a comment of a pull request. */
export function markdownReport({ base, head, verdict, steps }: GateReport, intendedFile: string | undefined): string {
  const lines = [`## ${titles[verdict]}`, '', `\`${base}\` → \`${head}\``, '', '| | step | |', '|---|---|---|'];
  for (const step of steps) lines.push(`| ${marks[step.verdict]} | ${step.name} | ${escaped(step.summary)} |`);
  for (const { name, findings } of steps) {
    if (findings.length === 0) continue;
    lines.push('', `### ${name[0]?.toUpperCase()}${name.slice(1)}`, '');
    for (const finding of findings) lines.push(...item(finding));
  }
  const entries = [...new Set(steps.flatMap(step => step.findings.flatMap(({ entry }) => entry ?? [])))];
  if (entries.length > 0) {
    const file = intendedFile ?? 'the file of intended breaks';
    const fence = '```';
    lines.push('', `<details><summary>Entries in ${escaped(file)} that let these breaks pass</summary>`, '');
    lines.push(`${fence}yaml`, ...entries.map(entry => entry.replaceAll('```', "'''")), fence, '', '</details>');
  }
  return lines.join('\n');
}

function item({ weight, message, id, place, details = [] }: GateFinding): string[] {
  const mark = { fail: '❌', unknown: '❔', note: '·' }[weight];
  const at = place ? ` (\`${place.file}:${place.line}\`)` : '';
  return [`- ${mark} ${escaped(message)}${at} \`${id}\``, ...details.map(detail => `  - ${escaped(detail)}`)];
}

/** Text of a document stays text: it becomes neither markup nor a mention. */
function escaped(text: string): string {
  return text.replace(/[\\`*_[\]<>#|@]/g, sign => (sign === '@' ? '@\u200b' : `\\${sign}`));
}
