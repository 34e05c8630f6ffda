import type { ImpactReport } from '../impact.ts';
import { countText, placesText, workflowsOf } from './text.ts';

/** The report as a comment of a pull request. */
export function markdownReport(report: ImpactReport): string {
  const { base, head, impacts, others } = report;
  const lines = ['## Impact', '', `\`${base}\` → \`${head}\`: ${countText(report)}.`];
  for (const { what, findings, parts, pacts } of impacts) {
    lines.push('', `### ${what}`, '');
    const workflows = workflowsOf(findings);
    if (parts.length + pacts.length + workflows.length === 0) lines.push('Hits nothing.');
    if (parts.length > 0) lines.push('| who | breaks | goes on without it |', '|---|---|---|');
    for (const { name, own, hits } of parts) {
      const cell = (effect: 'breaks' | 'loses'): string => placesText(hits.filter(hit => hit.effect === effect));
      lines.push(`| ${name}${own ? ' (its contract)' : ''} | ${cell('breaks')} | ${cell('loses')} |`);
    }
    if (pacts.length > 0) lines.push('', ...pacts.map(pact => `- pact ${pact}`));
    if (workflows.length > 0) lines.push('', ...workflows.map(workflow => `- workflow ${workflow}`));
    for (const safe of new Set(findings.flatMap(({ safeWay }) => safeWay ?? []))) lines.push('', `> ${safe}`);
  }
  if (others.length > 0) lines.push('', '### Not seen in code', '');
  for (const { finding, calledBy } of others)
    lines.push(
      `- **${finding.severity}** ${finding.message}${calledBy.length === 0 ? '' : ` (${calledBy.join(', ')})`}`,
      ...workflowsOf([finding]).map(workflow => `  - workflow ${workflow}`),
    );
  return lines.join('\n');
}
