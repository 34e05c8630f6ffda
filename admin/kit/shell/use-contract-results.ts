import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../api/access.ts';
import { api } from '../api/clients.ts';
import { useApiQuery } from '../api/use-api-query.ts';
import { contractResults } from './contract-results.ts';
import type { RecentResult } from './recent-results.ts';

/** Contracts, their operations and events, read when they are first searched for. */
export function useContractResults(enabled: boolean): readonly RecentResult[] {
  const { can } = useAccess();
  const read = useApiQuery(['palette-contracts'], readContracts, {
    enabled: enabled && can('listContracts'),
    staleTime: 10 * 60_000,
  });
  return read.data ?? [];
}

async function readContracts(signal: AbortSignal): Promise<RecentResult[]> {
  const { items } = await bodyOf(api.registry.listContracts({ query: { limit: 100 } }, { signal }));
  const found = await Promise.all(
    items.map(async ({ kind, name, version, title }) => {
      const { document } = await bodyOf(api.registry.getContract({ path: { kind, name, version } }, { signal }));
      const contract = {
        to: `/contracts/${kind}~${name}/show`,
        label: `${title} (${kind === 'openapi' ? 'REST' : 'events'})`,
        kind: 'Contract',
      };
      return [contract, ...contractResults(kind, name, document)];
    }),
  );
  return found.flat();
}
