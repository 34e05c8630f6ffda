import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Contract, ContractKind } from '../../../generated/registry/types.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';

/** The newest version of every contract. */
export function useContracts() {
  return useApiQuery(['contracts'], async signal => {
    const all: Contract[] = [];
    let cursor: string | undefined;
    do {
      const page = await bodyOf(
        api.registry.listContracts({ query: { limit: 100, ...(cursor && { cursor }) } }, { signal }),
      );
      all.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return all;
  });
}

/** One version with its document; a published version never changes, so it is read once. */
export function useContract(kind: ContractKind, name: string, version: string) {
  return useApiQuery(
    ['contract', kind, name, version],
    signal => bodyOf(api.registry.getContract({ path: { kind, name, version } }, { signal })),
    {
      staleTime: version === 'latest' ? 30_000 : Number.POSITIVE_INFINITY,
    },
  );
}

export function useVersions(kind: ContractKind, name: string) {
  return useApiQuery(['contract-versions', kind, name], async signal => {
    const { items } = await bodyOf(
      api.registry.listContractVersions({ path: { kind, name }, query: { limit: 100 } }, { signal }),
    );
    return items;
  });
}
