import { promisedChannels } from '../diff/asyncapi/asyncapi.ts';
import type { Change } from '../diff/change.ts';
import type { ContractVersion } from '../diff/contract-version.ts';
import type { ContractDifference } from '../diff/report/report.ts';
import { excusesOf, type IntendedBreak } from '../intended/intended-break.ts';
import { differenceOf } from './version-difference.ts';

/** Why a registry does not take a version; `needed` is the version that the document should have. */
export interface VersionRefusal {
  code: 'version_taken' | 'version_too_low' | 'incompatible';
  message: string;
  needed?: string;
  findings: Change[];
}

export interface VersionInput {
  /** The version that is to be registered. */
  added: ContractVersion;
  /** The registered version of the same number, where it says something else. */
  taken?: ContractVersion;
  /** The highest registered version. */
  latest?: ContractVersion;
  /** The registered versions of lower numbers, the highest first. */
  lower: readonly ContractVersion[];
  intended: readonly IntendedBreak[];
  today: Date;
}

/**
 * What a registry decides about a new version. A registered version never changes. An event document keeps what its
 * channels promise (`x-compatibility`), whatever its number; anything else that changed is said by the number: a new
 * major version for what breaks somebody, a new minor one for what is added. Undefined: it is taken.
 */
export function judgeVersion(input: VersionInput): VersionRefusal | undefined {
  const { added, taken, latest, lower, intended, today } = input;
  if (taken) return takenBy(taken, latest ?? taken, input);
  const [before, ...earlier] = lower;
  if (!before) return undefined;
  const difference = differenceOf(before, added, earlier, today);
  const broken = brokenPromises(difference, before, intended, today);
  if (broken.length > 0) {
    const message = `${added.version} breaks what channels of ${before.version} promise: ${said(broken)}`;
    return { code: 'incompatible', message, findings: broken };
  }
  const { version } = difference;
  if (version.enough) return undefined;
  const findings = askingFor(difference);
  const message = `Version ${version.after} should be ${version.needed}: ${said(findings)}`;
  return { code: 'version_too_low', message, needed: version.needed, findings };
}

function takenBy(taken: ContractVersion, latest: ContractVersion, { added, today }: VersionInput): VersionRefusal {
  const difference = differenceOf(latest, added, [], today);
  const findings = askingFor(difference);
  const needed = findings.length > 0 ? difference.version.needed : nextPatch(latest.version);
  const message = `Version ${taken.version} is registered with another document: publish it as ${needed}${
    findings.length > 0 ? `; ${said(findings)}` : ''
  }`;
  return { code: 'version_taken', message, needed, findings };
}

function brokenPromises(
  { kind, changes }: ContractDifference,
  before: ContractVersion,
  intended: readonly IntendedBreak[],
  today: Date,
): Change[] {
  if (kind !== 'asyncapi') return [];
  const promised = promisedChannels(before);
  return changes.filter(
    change =>
      change.severity === 'breaking' &&
      change.at.some(channel => promised.has(channel)) &&
      excusesOf(change, intended, today) === undefined,
  );
}

/** The changes for which a version has to be raised. */
function askingFor({ changes }: ContractDifference): Change[] {
  const breaking = changes.filter(({ severity }) => severity === 'breaking');
  return breaking.length > 0 ? breaking : changes.filter(({ severity }) => severity === 'addition');
}

function said(changes: readonly Change[]): string {
  const [first] = changes;
  const others = changes.length > 1 ? `, and ${changes.length - 1} more` : '';
  return `${first ? `${first.message} [${first.id}]` : 'nothing that anybody meets'}${others}.`;
}

function nextPatch(version: string): string {
  const [, major = '0', minor = '0', patch = '0'] = /^(\d+)\.(\d+)\.(\d+)/.exec(version) ?? [];
  return `${major}.${minor}.${Number(patch) + 1}`;
}
