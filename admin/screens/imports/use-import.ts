import { useQuery } from '@tanstack/react-query';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { toApiError } from '../../kit/api/api-error.ts';
import { api } from '../../kit/api/clients.ts';

const ASK_AGAIN_MS = 500;

/** An import, polled until it is finished. */
export function useImport(importId: string | undefined) {
  return useQuery({
    queryKey: ['api', 'import', importId],
    queryFn: async ({ signal }) => {
      try {
        return await bodyOf(api.catalog.getImport({ path: { importId: importId ?? '' } }, { signal }));
      } catch (error) {
        throw toApiError(error);
      }
    },
    enabled: importId !== undefined,
    refetchInterval: ({ state: { data } }) => {
      const isUndoing = data?.undo !== undefined && data.undo.finishedAt === undefined;
      return (data?.status === 'done' || data?.status === 'failed') && !isUndoing ? false : ASK_AGAIN_MS;
    },
  });
}
