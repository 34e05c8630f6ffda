import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import type { Health } from './architecture.ts';

const often = 10_000;

/** Which services are ready; also when some are not, which the gateway answers with 503. It is one of them. */
export function useHealth() {
  return useApiQuery(
    ['health'],
    async (signal): Promise<Health[]> => {
      const { body } = await api.gateway.getHealth({}, { signal });
      return [{ name: 'gateway', ready: true }, ...(body.services ?? [])];
    },
    { refetchInterval: often },
  );
}

/** Each service with its load and what waits there. */
export function useServices() {
  return useApiQuery(['services'], async signal => (await bodyOf(api.audit.listServices({}, { signal }))).items, {
    refetchInterval: often,
  });
}

export function useDeadLetters() {
  return useApiQuery(
    ['dead-letters'],
    async signal => (await bodyOf(api.edge.listDeadLetterCounts({}, { signal }))).items,
    {
      refetchInterval: often,
    },
  );
}

/** The search index; polled more often during a rebuild. */
export function useSearchIndex(rebuilding = false) {
  return useApiQuery(['search-index'], signal => bodyOf(api.search.getIndex({}, { signal })), {
    refetchInterval: rebuilding ? 1_500 : often,
  });
}
