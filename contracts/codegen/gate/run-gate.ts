import { basename, extname, resolve } from 'node:path';
import type { Project } from '../config.ts';
import { promisesTransitively } from '../diff/asyncapi/asyncapi.ts';
import { withWorkflows } from '../diff/broken-workflows.ts';
import type { Change } from '../diff/change.ts';
import { compareContracts } from '../diff/compare-contracts.ts';
import type { ContractVersion } from '../diff/contract-version.ts';
import type { Range } from '../diff/range.ts';
import { readUsage, withUsage } from '../diff/registry-usage.ts';
import type { ContractDifference } from '../diff/report/report.ts';
import { contractPatterns, earlierVersions, readSide, readTexts, type Side } from '../diff/side.ts';
import { workflowsAt } from '../diff/workflows-at.ts';
import { objectIn, stringIn } from '../document/json.ts';
import { tryGit } from '../git.ts';
import type { ImpactReport } from '../impact/impact.ts';
import { type IntendedBreaks, readIntendedBreaks } from '../intended/read-intended-breaks.ts';
import { blockingRules } from '../lint/rule-set.ts';
import { withProjectAt } from '../project-at.ts';
import type { RegistryAddress } from '../registry/registry-address.ts';
import { baseRevision } from '../versions/base-revision.ts';
import { breakingStep, entriesFor } from './breaking-step.ts';
import { type DeployQuestion, deployStep } from './deploy-step.ts';
import { type GateReport, type GateStep, gateReport, stepOf } from './gate-report.ts';
import { impactStep } from './impact-step.ts';
import { lintStep } from './lint-step.ts';
import { type Pact, pactsStep, readPact } from './pacts-step.ts';
import { versionsStep } from './versions-step.ts';

/** Where and for what `can-i-deploy` is asked. */
export type DeployTarget = Omit<DeployQuestion, 'version'>;

/** What a registry is asked. */
export interface GateQuestions {
  /** Who uses what changed. */
  registry?: RegistryAddress;
  /** Whether it may go to an environment. */
  target?: DeployTarget;
}

/**
 * Says whether a change of the contracts may be merged, of REST and events: lint, breaking changes, versions, impact,
 * pacts and can-i-deploy. Throws `SideError` for a revision that there is not.
 */
export async function runGate(
  project: Project,
  range: Range,
  { registry, target }: GateQuestions,
  today: Date,
): Promise<GateReport> {
  const patterns = contractPatterns(project);
  const base = readSide(range.base, patterns);
  const head = readSide(range.head, patterns);
  const known = workflowsAt(project.root, project.workflows, base.revision ?? '');
  const compared = withWorkflows(compare(project, base, head, today), known, base.contracts);
  const measured = registry && (await readUsage(registry, compared));
  const sides = [...head.contracts, ...base.contracts];
  const differences = measured ? withUsage(compared, sides, measured, today) : compared;
  const intended = intendedAt(project, head.revision ?? '');
  const byName = new Map(head.contracts.map(contract => [contract.name, contract]));
  const lint = await withProjectAt(project, head.revision ?? '', async at => {
    const { lintProject } = await import('../lint/lint.ts');
    return lintStep(await lintProject(at), at.root);
  });
  const isMet = differences.some(({ changes }) => changes.some(meetsSomebody));
  const impact = isMet
    ? await impactOf(project, range, lint, today)
    : stepOf('impact', [], 'nobody meets what changed');
  const steps = [
    lint,
    breakingStep({
      differences,
      intended,
      intendedFile: project.intendedBreaks,
      ...(measured?.missing !== undefined && { usageMissing: measured.missing }),
      ownerOf: name => stringIn(objectIn(byName.get(name)?.bundled, 'info'), 'x-owner'),
      today,
    }),
    ...[released(project, base, head, differences, today)].map(({ of, since }) => versionsStep(of, since)),
    impactStep(impact, change => entriesFor(change, intended, today) !== undefined),
    pactsStep({
      differences,
      pacts: pactsAt(project, head.revision ?? ''),
      documentOf: name => byName.get(name)?.bundled,
      intended,
      today,
    }),
    await deployStep(changedServices(differences), target && { ...target, version: commitOf(project, head) }),
  ];
  return gateReport(base.label, head.label, steps);
}

function compare({ root, ...project }: Project, base: Side, head: Side, today: Date): ContractDifference[] {
  const patterns = contractPatterns({ ...project, root });
  const { revision } = base;
  return compareContracts({
    before: base.contracts,
    after: head.contracts,
    earlier: (contract: ContractVersion) =>
      revision !== undefined && promisesTransitively(contract) ? earlierVersions(contract, revision, patterns) : [],
    today,
  });
}

/** Whether somebody meets a change: the code that uses what is generated is looked through for such ones alone. */
function meetsSomebody({ severity, hits }: Change): boolean {
  return (severity === 'breaking' || severity === 'warning') && hits.length > 0;
}

async function impactOf(
  project: Project,
  { base, head }: Range,
  lint: GateStep,
  today: Date,
): Promise<ImpactReport | GateStep> {
  if (lint.findings.some(({ id }) => blockingRules.has(id)))
    return {
      name: 'impact',
      verdict: 'skipped',
      summary: 'not asked: nothing can be generated',
      findings: [],
    };
  const { findImpact } = await import('../impact/command.ts');
  return findImpact(project, { base, head, pacts: project.pacts ?? 'pact/pacts/*.json' }, today);
}

/** What versions are compared with: the last release, where the configuration names it, else the base of the gate. */
function released(
  project: Project,
  base: Side,
  head: Side,
  differences: ContractDifference[],
  today: Date,
): { of: ContractDifference[]; since: string } {
  const release = project.base === undefined ? { missing: '' } : baseRevision(project);
  if ('missing' in release) return { of: differences, since: base.label };
  const side = readSide(release.commit, contractPatterns(project));
  return { of: compare(project, side, head, today), since: release.label.slice(0, 12) };
}

function intendedAt({ root, intendedBreaks }: Project, revision: string): IntendedBreaks {
  if (intendedBreaks === undefined) return { entries: [], problems: [] };
  const [text = ''] = readTexts(revision, { root, patterns: [intendedBreaks] }).values();
  return readIntendedBreaks(text);
}

function pactsAt({ root, pacts }: Project, revision: string): Pact[] | undefined {
  if (pacts === undefined) return undefined;
  return [...readTexts(revision, { root, patterns: [pacts] }).values()].flatMap(text => readPact(text) ?? []);
}

function changedServices(differences: readonly ContractDifference[]): string[] {
  const changed = differences.filter(({ changes }) => changes.length > 0);
  return [...new Set(changed.map(({ name }) => basename(name, extname(name))))];
}

function commitOf({ root }: Project, { revision = 'HEAD' }: Side): string {
  return tryGit(resolve(root), ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]) ?? '';
}
