import { resolve } from 'node:path';
import type { Project } from '../config.ts';
import { promisesTransitively } from '../diff/asyncapi/asyncapi.ts';
import { compareContracts } from '../diff/compare-contracts.ts';
import { contractPatterns, earlierVersions, readSide, readWorkingTree } from '../diff/side.ts';
import type { Finding } from '../lint/finding.ts';
import { Memory } from '../memory.ts';
import { baseRevision } from './base-revision.ts';
import { lowVersions } from './low-versions.ts';

export interface VersionCheck {
  /** Documents whose `info.version` does not say what changed in them. */
  findings: Finding[];
  /** What they were compared with, or why with nothing. */
  note: string;
}

/**
 * Holds the version of each contract of the working tree against what changed in it since the base revision.
 * @param memory of an earlier run for the same project: what has not changed since is not compared again
 */
export function checkVersions(project: Project, today: Date, memory = new Memory()): VersionCheck {
  const base = baseRevision(project);
  if ('missing' in base) return { findings: [], note: `The versions are not checked: ${base.missing}.` };
  const patterns = contractPatterns(project);
  const { versions } = memory;
  if (versions.base?.commit !== base.commit)
    versions.base = { commit: base.commit, contracts: readSide(base.commit, patterns).contracts };
  versions.workingTree = readWorkingTree(patterns, memory.sources, versions.workingTree);
  const differences = compareContracts({
    before: versions.base.contracts,
    after: versions.workingTree,
    comparisons: versions.comparisons,
    earlier: contract => (promisesTransitively(contract) ? earlierVersions(contract, base.commit, patterns) : []),
    today,
  });
  const findings = lowVersions(differences).map(({ place: { file, line, column }, message }) => ({
    file: resolve(file),
    line,
    column,
    rule: 'version-too-low',
    message,
    severity: 'error' as const,
  }));
  const since = base.label === base.commit ? base.commit.slice(0, 9) : `${base.label} (${base.commit.slice(0, 9)})`;
  return { findings, note: `The versions say what changed since ${since}.` };
}
