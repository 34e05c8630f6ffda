import type { Change } from '../diff/change.ts';
import type { ContractDifference } from '../diff/report/report.ts';
import { excusesOf, expiredFor, fits } from '../intended/intended-break.ts';
import type { IntendedBreakEntry, IntendedBreaks } from '../intended/read-intended-breaks.ts';
import { breakPlace, entryFor } from './break-entry.ts';
import { count, type GateFinding, type GateStep, stepOf } from './gate-report.ts';

export interface BreakingInput {
  differences: readonly ContractDifference[];
  intended: IntendedBreaks;
  /** The file of intended breaks, as people call it. */
  intendedFile: string | undefined;
  /** Who owns a contract, by its name. */
  ownerOf(contract: string): string | undefined;
  /** Why a registry that was asked did not say who uses what. */
  usageMissing?: string;
  today: Date;
}

/**
 * Every change that breaks somebody, or that nothing proves safe, needs an entry in the file of intended breaks. An
 * entry whose sunset date is over lets nothing pass.
 */
export function breakingStep(input: BreakingInput): GateStep {
  const { differences, intended, intendedFile } = input;
  const changes = differences.flatMap(difference => difference.changes);
  const findings = [
    ...intended.problems.map(
      ({ line, message }): GateFinding => ({
        id: 'intended-break',
        weight: 'fail',
        message,
        place: { file: intendedFile ?? '', line, column: 1 },
      }),
    ),
    ...changes.flatMap(change => findingOf(change, input)),
  ];
  const unasked: GateFinding[] =
    input.usageMissing === undefined ? [] : [{ id: 'usage-unknown', weight: 'note', message: input.usageMissing }];
  const stopped = findings.filter(({ weight }) => weight !== 'note').length;
  const meant = findings.length - stopped;
  const said = [
    stopped > 0 ? `${count(stopped, 'change')} without an entry` : 'nothing breaks unintended',
    ...(meant > 0 ? [`${count(meant, 'intended break')}`] : []),
  ];
  return stepOf('breaking changes', [...findings, ...unasked], said.join(', '));
}

/** The entries that let a change of a contract pass. */
export function entriesFor(change: Change, { entries }: IntendedBreaks, today: Date): IntendedBreakEntry[] | undefined {
  return excusesOf(
    change,
    entries.filter(entry => fits(change.contract, entry.contract)),
    today,
  );
}

function findingOf(change: Change, { intended, today, ownerOf }: BreakingInput): GateFinding[] {
  const isStillUsed = change.id.endsWith('-removed-after-deprecation') && change.usage?.used === 'yes';
  const breaks = change.severity === 'breaking' || isStillUsed;
  const unproven = change.severity === 'warning' && change.unproven !== undefined;
  if (!breaks && !unproven) return [];
  const place = breakPlace(change);
  const { id, at } = change;
  const message = `${change.contract}: ${change.message}${isStillUsed ? ', and is still used' : ''}`;
  const common = { id, at, ...(place && { place }) };
  const [excuse] = entriesFor(change, intended, today) ?? [];
  if (excuse) {
    const details = [`${excuse.owner} until ${excuse.sunset}: ${excuse.reason}`];
    return [{ ...common, weight: 'note', message: `${message} (intended)`, details }];
  }
  const expired = expiredFor(change, intended.entries, today).map(
    ({ owner, sunset, line }) => `the entry of ${owner} in line ${line} ended on ${sunset}`,
  );
  const details = [
    ...(change.hits.length > 0 ? [`hits ${change.hits.join(' and ')}${whereOf(at)}`] : []),
    ...(change.counterexample === undefined ? [] : [`for example ${shorten(JSON.stringify(change.counterexample))}`]),
    ...(change.unproven === undefined ? [] : [`not proven safe: ${change.unproven}`]),
    ...(change.workflows ?? []).map(workflow => `breaks the workflow ${workflow}`),
    ...(change.usage?.text ?? []),
    ...expired,
    ...(change.safeWay === undefined ? [] : [change.safeWay]),
  ];
  const entry = entryFor(change, ownerOf(change.contract) ?? '', today);
  return [{ ...common, weight: breaks ? 'fail' : 'unknown', message, details, entry }];
}

function whereOf(at: readonly string[]): string {
  if (at.length === 0) return '';
  return ` (${at.slice(0, 3).join(', ')}${at.length > 3 ? ` and ${at.length - 3} more` : ''})`;
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
