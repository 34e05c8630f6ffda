import type { UseQueryResult } from '@tanstack/react-query';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Location } from '../../../generated/inventory/types.ts';
import { api } from './clients.ts';
import { useApiQuery } from './use-api-query.ts';

/** The places where stock lies; every screen reads the same cached list. */
export const useLocations = (): UseQueryResult<Location[]> =>
  useApiQuery(['locations'], async signal => (await bodyOf(api.inventory.listLocations({}, { signal }))).items);
