import { useState } from 'react';
import { type Identifier, useDataProvider, useListContext, useNotify, useResourceContext } from 'react-admin';
import { ApiError, toApiError } from '../api/api-error.ts';

const PAGE = 100;
/** The most rows that can be selected: their ids are kept in this browser. */
export const MAX_SELECTED = 5_000;

/** Selects every record that matches the list's filter, on whichever page. */
export function useSelectAll(): { busy: boolean; selectAll(): Promise<void> } {
  const { filterValues, sort, onSelect } = useListContext();
  const resource = useResourceContext() ?? '';
  const dataProvider = useDataProvider();
  const notify = useNotify();
  const [busy, setBusy] = useState(false);

  async function readIds(): Promise<Identifier[]> {
    const ids = new Set<Identifier>();
    for (let page = 1; ids.size < MAX_SELECTED; page += 1) {
      const pagination = { page, perPage: PAGE };
      const { data, pageInfo } = await dataProvider.getList(resource, { pagination, sort, filter: filterValues });
      for (const { id } of data) ids.add(id);
      if (!pageInfo?.hasNextPage) break;
    }
    return [...ids];
  }

  async function selectAll(): Promise<void> {
    setBusy(true);
    try {
      onSelect(await readIds());
    } catch (error) {
      const apiError = toApiError(error);
      notify(apiError instanceof ApiError ? apiError.message : 'Something went wrong.', { type: 'error' });
    } finally {
      setBusy(false);
    }
  }
  return { busy, selectAll };
}
