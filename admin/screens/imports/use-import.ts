import { useQuery } from '@tanstack/react-query';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { toApiError } from '../../kit/api/api-error.ts';
import { api } from '../../kit/api/clients.ts';
import { fieldReads } from '../../kit/api/usage.ts';

const ASK_AGAIN_MS = 500;

/** An import, polled until it is finished. */
export function useImport(importId: string | undefined) {
  return useQuery({
    queryKey: ['api', 'import', importId],
    queryFn: async ({ signal }) => {
      try {
        const path = { importId: importId ?? '' };
        return fieldReads.cached(await bodyOf(api.catalog.getImport({ path }, { signal })));
      } catch (error) {
        throw toApiError(error);
      }
    },
    enabled: importId !== undefined,
    select: fieldReads.watched,
    refetchInterval: ({ state }) => {
      const data = fieldReads.watched(state.data);
      const isUndoing = data?.undo !== undefined && data.undo.finishedAt === undefined;
      return (data?.status === 'done' || data?.status === 'failed') && !isUndoing ? false : ASK_AGAIN_MS;
    },
  });
}
