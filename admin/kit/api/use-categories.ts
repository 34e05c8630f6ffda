import type { UseQueryResult } from '@tanstack/react-query';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { CategoryRecord } from '../../../generated/catalog/types.ts';
import { api } from './clients.ts';
import { useApiQuery } from './use-api-query.ts';

/** All categories, those without products too; not asked for where `enabled` is false. */
export const useCategories = ({ enabled = true } = {}): UseQueryResult<CategoryRecord[]> =>
  useApiQuery(
    ['categories'],
    async signal => (await bodyOf(api.catalog.listAllCategories(undefined, { signal }))).items,
    { enabled },
  );
