import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from './access.ts';
import { api } from './clients.ts';
import { useApiQuery } from './use-api-query.ts';

/** The failed work of all services, for those who may act on it. */
export function useFailedWork() {
  const { can } = useAccess();
  return useApiQuery(['failed-work'], signal => bodyOf(api.audit.listFailedWork({}, { signal })), {
    enabled: can('listFailedWork'),
    refetchInterval: 60_000,
    staleTime: 10_000,
  });
}
