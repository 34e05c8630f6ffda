import { useQueries } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue } from 'react';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { type ResourceName, resources } from '../../../generated/admin/resources.ts';
import { hasAnyRole } from '../api/access.ts';
import { calls, isResource } from '../api/clients.ts';
import { recordOf } from '../api/records.ts';
import { labelOf } from '../resource/labels.ts';
import { useDebounced } from '../resource/use-debounced.ts';
import { menuFor } from './menu.tsx';

export interface SearchResult {
  to: string;
  label: string;
  kind: string;
  icon: ReactNode;
}

const perResource = 4;

/** Search results: screens by name, and records of every resource with a search parameter. */
export function useSearchResults(
  text: string,
  roles: readonly string[],
): { hits: SearchResult[]; isSearching: boolean } {
  const wanted = useDebounced(useDeferredValue(text), 150);
  const menu = menuFor(roles).flatMap(({ entries }) => entries);
  const searched = Object.values<AdminResource>(resources).filter(
    ({ list }) => list.search !== undefined && hasAnyRole(roles, list.roles),
  );
  const found = useQueries({
    queries: searched.map(resource => ({
      queryKey: ['palette', resource.name, wanted],
      queryFn: ({ signal }: { signal: AbortSignal }) => search(resource, wanted, signal),
      enabled: wanted.length >= 2,
      retry: false,
      staleTime: 10_000,
    })),
  });
  const screens = menu
    .filter(({ label }) => label.toLowerCase().includes(text.toLowerCase()))
    .map(({ to, label, icon }) => ({ to, label, icon, kind: 'Screen' }));
  const records = found.flatMap(({ data }, index) => {
    const resource = searched[index];
    if (!resource) return [];
    const icon = menu.find(({ to }) => to === `/${resource.name}`)?.icon;
    return (data ?? []).map(record => ({
      to: `/${resource.name}/${encodeURIComponent(record.id)}/show`,
      label: labelOf(resource, record),
      kind: resource.title,
      icon,
    }));
  });
  const isSearching = text !== wanted || found.some(({ isFetching }) => isFetching);
  return { hits: text.length >= 2 ? [...screens, ...records] : screens, isSearching: text.length >= 2 && isSearching };
}

async function search(resource: AdminResource, text: string, signal: AbortSignal) {
  const { name, list } = resource;
  if (!isResource(name) || list.search === undefined) return [];
  const call: Record<
    ResourceName,
    { list(query: object, options: { signal: AbortSignal }): Promise<{ items: readonly object[] }> }
  > = calls;
  const { items } = await call[name].list(
    { [list.search]: text, ...(list.paged && { limit: perResource }) },
    { signal },
  );
  return items.slice(0, perResource).map(row => recordOf(resource, row));
}
