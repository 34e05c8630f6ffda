import { promisesTransitively } from '../diff/asyncapi/asyncapi.ts';
import { compareContracts } from '../diff/compare-contracts.ts';
import { type ContractPatterns, earlierVersions, readSide } from '../diff/side.ts';
import type { Release } from './changes-page.ts';

/**
 * What changed from each revision to the next, and from the last to the working tree; newest first. Throws `SideError`
 * for what is no revision.
 */
export function releasesSince(bases: readonly string[], project: ContractPatterns, today: Date): Release[] {
  const sides = [...bases, ''].map(base => readSide(base, project));
  return sides
    .slice(1)
    .map((after, index): Release => {
      const before = sides[index];
      if (!before) return { from: '', to: after.label, contracts: [] };
      const { revision } = before;
      const differences = compareContracts({
        before: before.contracts,
        after: after.contracts,
        earlier: contract =>
          revision !== undefined && promisesTransitively(contract) ? earlierVersions(contract, revision, project) : [],
        today,
      });
      const version = (side: typeof after, name: string, kind: string) =>
        side.contracts.find(contract => contract.name === name && contract.kind === kind)?.version;
      const contracts = differences.map(({ name, kind, changes }) => ({
        contract: name,
        before: version(before, name, kind),
        after: version(after, name, kind),
        changes,
      }));
      return { from: labelOf(before.label), to: labelOf(after.label), contracts };
    })
    .reverse();
}

/** A commit by its first digits. */
function labelOf(label: string): string {
  if (label === 'the working tree') return 'now';
  return /^[\da-f]{40}$/.test(label) ? label.slice(0, 9) : label;
}
