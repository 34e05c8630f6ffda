import type { Place } from '../diff/contract-version.ts';
import type { ContractDifference } from '../diff/report/report.ts';

/** A document whose version does not say what changed in it. */
export interface LowVersion {
  contract: string;
  version: string;
  needed: string;
  /** Where `info.version` stands. */
  place: Place;
  /** The version that it should have, and the change that asks for it. */
  message: string;
}

/** The documents whose `info.version` is lower than their changes allow. */
export function lowVersions(differences: readonly ContractDifference[]): LowVersion[] {
  return differences.flatMap(({ name, version, changes }) => {
    const place = changes.find(({ id }) => id === 'version-too-low')?.after;
    if (version.enough || !place) return [];
    const breaking = changes.filter(({ severity }) => severity === 'breaking');
    const asking = breaking.length > 0 ? breaking : changes.filter(({ severity }) => severity === 'addition');
    const [first] = asking;
    const others = asking.length > 1 ? ` and ${asking.length - 1} more` : '';
    const why = first ? `; ${first.severity}: ${first.message} [${first.id}]${others}` : '';
    const message = `info.version of ${name} should be ${version.needed}, it is ${version.after || 'not said'}${why}`;
    return [{ contract: name, version: version.after, needed: version.needed, place, message }];
  });
}
