import type { Change } from '../../diff/change.ts';
import type { Hit } from '../hits.ts';
import type { Impact, ImpactReport } from '../impact.ts';

/** The report for a terminal. */
export function textReport(report: ImpactReport): string {
  const { base, head, impacts, others } = report;
  const lines = [`${base} → ${head}: ${countText(report)}`];
  for (const impact of impacts) lines.push('', ...impactLines(impact));
  if (others.length > 0) lines.push('', 'Not seen in code:');
  for (const { finding, calledBy } of others) {
    lines.push(`  ${finding.severity} ${finding.message}${calledBy.length === 0 ? '' : `: ${calledBy.join(', ')}`}`);
    for (const workflow of workflowsOf([finding])) lines.push(`    breaks workflow ${workflow}`);
  }
  return lines.join('\n');
}

/** `2 changes break 5 places in orders, storefront /orders/[id]`, or that nothing is hit. */
export function countText({ impacts }: ImpactReport): string {
  const breaking = impacts.filter(impact => placesOf(impact, 'breaks') > 0 || impact.pacts.length > 0);
  if (breaking.length === 0) return 'no change of what is generated breaks anything that uses it';
  const places = breaking.reduce((sum, impact) => sum + placesOf(impact, 'breaks'), 0);
  const names = new Set(breaking.flatMap(({ parts }) => parts.map(({ name }) => name)));
  return `${breaking.length} of ${impacts.length} changes break ${places} places in ${[...names].join(', ') || 'pacts'}`;
}

function placesOf({ parts }: Impact, effect: Hit['effect']): number {
  return parts.flatMap(({ hits }) => hits).filter(hit => hit.effect === effect).length;
}

function impactLines({ what, findings, parts, pacts }: Impact): string[] {
  const severity = findings[0] ? `  [${findings[0].severity} ${findings[0].id}]` : '';
  const lines = [`${what}${severity}`];
  for (const { name, own, hits } of parts) {
    for (const effect of ['breaks', 'loses'] as const) {
      const found = hits.filter(hit => hit.effect === effect);
      if (found.length === 0) continue;
      const word = effect === 'breaks' ? 'breaks' : 'is lost by';
      lines.push(`  ${word} ${name}${own ? ', whose contract it is' : ''}: ${placesText(found)}`);
    }
  }
  for (const pact of pacts) lines.push(`  breaks pact ${pact}`);
  const workflows = workflowsOf(findings);
  for (const workflow of workflows) lines.push(`  breaks workflow ${workflow}`);
  const hits = parts.length + pacts.length + workflows.length;
  lines.push(hits === 0 ? '  hits nothing' : '  nothing else');
  const safe = findings.find(({ safeWay }) => safeWay !== undefined)?.safeWay;
  if (safe !== undefined && hits > 0) lines.push(`  ${safe}`);
  return lines;
}

/** The workflows that findings break, each once. */
export function workflowsOf(findings: readonly Change[]): string[] {
  return [...new Set(findings.flatMap(({ workflows = [] }) => workflows))];
}

/** The first places of each file: `storefront/app/page.tsx:41, 44`. */
export function placesText(hits: readonly Hit[]): string {
  const files = new Map<string, number[]>();
  for (const { file, line } of hits) files.set(file, [...(files.get(file) ?? []), line]);
  return [...files].map(([file, lines]) => `${file}:${[...new Set(lines)].join(', ')}`).join('; ');
}
