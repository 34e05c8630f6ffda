import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import type { Identifier, RaRecord } from 'react-admin';

/**
 * react-admin caches the rows of a list as records, though a row may have fewer fields. Records that are read for a
 * page have this `meta`, and so a cache entry of their own.
 */
const meta = { detail: true };

/**
 * The row of a list that is cached for a record: enough for a title while the record loads, never the record itself.
 */
export function cachedRow(client: QueryClient, resource: string, id: Identifier): RaRecord | undefined {
  return client.getQueryData<RaRecord>([resource, 'getOne', { id: String(id), meta: undefined }]);
}

/** `queryOptions` of the page of a record: it is always read by its id, and a cached row is only its placeholder. */
export function useDetailQuery(resource: string, id: Identifier) {
  const client = useQueryClient();
  return { meta, placeholderData: () => cachedRow(client, resource, id) };
}

/** `queryOptions` and `mutationOptions` of a form: it never begins with a row. */
export const formQuery = { queryOptions: { meta }, mutationOptions: { meta } };
