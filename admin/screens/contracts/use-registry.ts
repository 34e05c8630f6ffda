import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { ContractKind } from '../../../generated/registry/types.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';

/** Every pact with the result of its last verification. */
export function usePactResults() {
  return useApiQuery(
    ['pact-results'],
    async signal => (await bodyOf(api.registry.listPactResults({}, { signal }))).items,
  );
}

/** Whether the latest versions may be deployed, by environment. */
export function useDeployability() {
  return useApiQuery(['deployability'], signal => bodyOf(api.registry.listDeployability({}, { signal })));
}

/** The operations that end, the next one first. */
export function useDeprecations() {
  return useApiQuery(
    ['deprecations'],
    async signal => (await bodyOf(api.registry.listDeprecations({}, { signal }))).items,
  );
}

/** What changed between two versions; published versions never change, so that it is read once. */
export function useComparison(kind: ContractKind, name: string, from: string, to: string) {
  return useApiQuery(
    ['comparison', kind, name, from, to],
    signal => bodyOf(api.registry.compareContractVersions({ path: { kind, name }, query: { from, to } }, { signal })),
    { staleTime: 60_000 },
  );
}

/** Who depends on a contract, by its pacts. */
export function useDependents(kind: ContractKind, name: string) {
  return useApiQuery(
    ['dependents', kind, name],
    async signal => (await bodyOf(api.registry.listDependents({ path: { kind, name } }, { signal }))).items,
  );
}

/** Who used a contract in the last days, as gateway and services measured it. */
export function useUsage(kind: ContractKind, name: string, days: number) {
  return useApiQuery(['usage', kind, name, days], signal =>
    bodyOf(api.registry.listUsage({ path: { kind, name }, query: { days } }, { signal })),
  );
}
