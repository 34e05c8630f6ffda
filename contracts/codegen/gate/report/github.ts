import { type Annotation, annotation } from '../../diff/report/github.ts';
import type { GateReport, Weight } from '../gate-report.ts';

const commands: Record<Weight, Annotation['level']> = { fail: 'error', unknown: 'error', note: 'notice' };

/** Annotations at the lines of a pull request, as workflow commands of GitHub Actions. */
export function githubReport({ verdict, steps }: GateReport): string {
  const lines = steps.flatMap(({ findings }) =>
    findings.map(({ id, weight, message, place, details = [] }) =>
      annotation({ level: commands[weight], place, title: id, text: [message, ...details].join('. ') }),
    ),
  );
  const said = steps.map(step => `${step.name} ${step.verdict}`).join(', ');
  return [...lines, `Contract gate: ${verdict} (${said})`].join('\n');
}
