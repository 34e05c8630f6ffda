import { promisesTransitively } from '../diff/asyncapi/asyncapi.ts';
import { compareContracts } from '../diff/compare-contracts.ts';
import type { ContractVersion } from '../diff/contract-version.ts';
import type { ContractDifference } from '../diff/report/report.ts';

/**
 * What changed between two versions of a document.
 * @param earlier the versions before the older one, newest first, which a transitive promise counts towards
 */
export function differenceOf(
  before: ContractVersion,
  after: ContractVersion,
  earlier: readonly ContractVersion[],
  today: Date,
): ContractDifference {
  const [difference] = compareContracts({
    before: [before],
    after: [after],
    earlier: contract => (promisesTransitively(contract) ? earlier : []),
    today,
  });
  if (!difference) throw new Error('Two versions of one document have one difference');
  return difference;
}
