import { basename } from 'node:path';
import { formatPointer } from '../document/json.ts';
import { compareAsyncapi } from './asyncapi/asyncapi.ts';
import { type Change, severities } from './change.ts';
import type { ContractVersion } from './contract-version.ts';
import { compareOpenapi } from './openapi/openapi.ts';
import type { ContractDifference } from './report/report.ts';
import { versionNeeded } from './version.ts';

export interface ComparisonInput {
  before: readonly ContractVersion[];
  after: readonly ContractVersion[];
  /** Versions of a document before the first of the two, newest first, where they can be had. */
  earlier(before: ContractVersion): readonly ContractVersion[];
  /** The day that sunset dates are compared with. */
  today: Date;
  /** What was compared before: the same two versions are not compared again. */
  comparisons?: Comparisons;
}

/** What changed from one version to another one, by the two, on one day. */
export class Comparisons {
  #day = '';
  #changes = new WeakMap<ContractVersion, WeakMap<ContractVersion, Change[]>>();

  of(before: ContractVersion, after: ContractVersion, today: Date, compare: () => Change[]): Change[] {
    const day = today.toISOString().slice(0, 10);
    if (day !== this.#day) this.#changes = new WeakMap();
    this.#day = day;
    const known = this.#changes.get(before) ?? new WeakMap<ContractVersion, Change[]>();
    this.#changes.set(before, known);
    const changes = known.get(after) ?? compare();
    known.set(after, changes);
    return changes;
  }
}

/** Compares the documents of two sides by name; one that only one side has is added or removed. */
export function compareContracts(input: ComparisonInput): ContractDifference[] {
  const { before, after, today, comparisons = new Comparisons() } = input;
  const differences: ContractDifference[] = [];
  const left = [...after];
  for (const contract of before) {
    const other = partner(contract, before, left);
    if (!other) {
      differences.push(only(contract, 'removed'));
      continue;
    }
    left.splice(left.indexOf(other), 1);
    const found = comparisons.of(contract, other, today, () => changesOf(contract, other, input));
    const verdict = versionNeeded(contract.version, other.version, found);
    const changes = verdict.enough ? found : [...found, versionTooLow(contract, other, verdict.needed)];
    changes.sort((one, next) => severities.indexOf(one.severity) - severities.indexOf(next.severity));
    differences.push({ name: other.name, kind: other.kind, version: verdict, changes });
  }
  for (const contract of left) differences.push(only(contract, 'added'));
  return differences;
}

function changesOf(before: ContractVersion, after: ContractVersion, { earlier, today }: ComparisonInput): Change[] {
  if (isSame(before, after)) return [];
  return after.kind === 'asyncapi'
    ? compareAsyncapi(before, after, earlier(before))
    : compareOpenapi(before, after, today);
}

/** Documents that say the same; those before them need not be read then. */
function isSame(before: ContractVersion, after: ContractVersion): boolean {
  return JSON.stringify(before.document) === JSON.stringify(after.document);
}

function partner(
  contract: ContractVersion,
  before: readonly ContractVersion[],
  after: readonly ContractVersion[],
): ContractVersion | undefined {
  const same = after.find(other => other.name === contract.name && other.kind === contract.kind);
  if (same) return same;
  const [alone] = after;
  if (before.length === 1 && after.length === 1 && alone?.kind === contract.kind) return alone;
  const named = after.filter(other => other.kind === contract.kind && basename(other.name) === basename(contract.name));
  return named.length === 1 ? named[0] : undefined;
}

function only(contract: ContractVersion, what: 'added' | 'removed'): ContractDifference {
  const removed = what === 'removed';
  const place = contract.place([]);
  const change: Change = {
    id: `document-${what}`,
    severity: removed ? 'breaking' : 'addition',
    message: `${contract.name} ${what}`,
    contract: contract.name,
    at: [],
    hits: removed ? [contract.kind === 'asyncapi' ? 'consumers' : 'clients that send'] : [],
    ...(removed ? { before: place } : { after: place }),
    ...(removed && { safeWay: 'Deprecate what it describes, with a sunset date, and remove it after that day.' }),
  };
  const { version } = contract;
  const verdict = { before: removed ? version : '', after: removed ? '' : version, needed: version, enough: true };
  return { name: contract.name, kind: contract.kind, version: verdict, changes: [change] };
}

function versionTooLow(before: ContractVersion, after: ContractVersion, needed: string): Change {
  const place = (contract: ContractVersion) => ({
    ...contract.place(['info', 'version']),
    pointer: formatPointer(['info', 'version']),
  });
  return {
    id: 'version-too-low',
    severity: 'warning',
    message: `info.version of ${after.name} should be ${needed}, it is ${after.version || 'not said'}`,
    contract: after.name,
    at: [],
    hits: [],
    before: place(before),
    after: place(after),
    safeWay: `Set info.version to ${needed}.`,
  };
}
