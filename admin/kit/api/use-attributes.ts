import type { UseQueryResult } from '@tanstack/react-query';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Attribute } from '../../../generated/catalog/types.ts';
import { api } from './clients.ts';
import { useApiQuery } from './use-api-query.ts';

/** How often attributes are read while one is being deleted, ms. */
const deletingMs = 2_000;

/** All attributes by position and name, those without products too. */
export const useAttributes = (options: { enabled?: boolean } = {}): UseQueryResult<Attribute[]> =>
  useApiQuery(['attributes'], async signal => (await bodyOf(api.catalog.listAttributes(undefined, { signal }))).items, {
    ...options,
    refetchInterval: ({ state: { data } }) => (data?.some(({ deleting }) => deleting) ? deletingMs : false),
  });
