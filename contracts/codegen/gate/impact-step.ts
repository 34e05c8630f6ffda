import type { Change } from '../diff/change.ts';
import type { Impact, ImpactReport } from '../impact/impact.ts';
import { placesText } from '../impact/report/text.ts';
import { breakPlace } from './break-entry.ts';
import { count, type GateFinding, type GateStep, stepOf } from './gate-report.ts';

/**
 * Whom the changes hit, of all who use what is generated: a pact that no longer holds stops the change, unless an owner
 * stands for it; the places in code are said, for the compiler holds them to it. A step stands for a report that there
 * is not.
 */
export function impactStep(report: ImpactReport | GateStep, isIntended: (change: Change) => boolean): GateStep {
  if ('verdict' in report) return report;
  const findings = report.impacts.flatMap(impact => findingsOf(impact, isIntended));
  const hit = new Set(report.impacts.flatMap(({ parts }) => parts.map(({ name }) => name)));
  const broken = findings.filter(({ weight }) => weight === 'fail').length;
  const said = [
    ...(broken > 0 ? [`${count(broken, 'pact')} broken`] : []),
    hit.size === 0 ? 'no code is hit' : `hits ${[...hit].join(', ')}`,
  ];
  return stepOf('impact', findings, said.join('; '));
}

function findingsOf({ what, findings, parts, pacts }: Impact, isIntended: (change: Change) => boolean): GateFinding[] {
  const [first] = findings;
  const place = first && breakPlace(first);
  const common = place ? { place } : {};
  const isMeant = findings.length > 0 && findings.every(isIntended);
  const hits = parts.map(({ name, own, hits }) => `${name}${own ? ' (its own contract)' : ''}: ${placesText(hits)}`);
  const code: GateFinding[] =
    hits.length === 0 ? [] : [{ ...common, id: 'impact', weight: 'note', message: what, details: hits }];
  const broken = pacts.map((pact): GateFinding => {
    const message = `${what}, and the pact ${pact} asks for it${isMeant ? ' (intended)' : ''}`;
    return { ...common, id: 'pact-broken', weight: isMeant ? 'note' : 'fail', message };
  });
  return [...code, ...broken];
}
