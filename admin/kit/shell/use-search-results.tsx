import { useQueries } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue } from 'react';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { type ResourceName, resources } from '../../../generated/admin/resources.ts';
import { hasAnyRole } from '../api/access.ts';
import { calls, isResource } from '../api/clients.ts';
import { recordOf } from '../api/records.ts';
import { detailOf, labelOf } from '../resource/labels.ts';
import { useDebounced } from '../resource/use-debounced.ts';
import { fuzzyScore } from './fuzzy.ts';
import { menuFor } from './menu.tsx';
import { parseOrderAction, usePaletteActions } from './palette-actions.tsx';
import { recentResults } from './recent-results.ts';
import { useContractResults } from './use-contract-results.ts';

export interface SearchResult {
  /** Where it leads; absent for what takes effect at once. */
  to?: string;
  run?(): void;
  label: string;
  /** What tells it apart from others of this label: whose order it is. */
  detail?: string | undefined;
  kind: string;
  icon: ReactNode;
}

const perResource = 4;
const MAX_CONTRACTS = 8;

/**
 * Search results: what was opened before, acts and screens by some of their letters, records of every resource with a
 * search parameter, operations and events of contracts. An act before an order (`refund C-10042`) leads to its part.
 */
export function useSearchResults(
  text: string,
  roles: readonly string[],
): { hits: SearchResult[]; isSearching: boolean } {
  const orderAction = parseOrderAction(text);
  const wanted = useDebounced(useDeferredValue(orderAction?.order ?? text), 150);
  const acts = usePaletteActions();
  const contracts = useContractResults(text.length >= 2);
  const menu = menuFor(roles).flatMap(({ entries }) => entries);
  const searched = Object.values<AdminResource>(resources).filter(
    ({ name, list }) =>
      list.search !== undefined && hasAnyRole(roles, list.roles) && (!orderAction || name === resources.orders.name),
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
  const iconOf = (path: string) => menu.find(({ to }) => to !== '/' && path.startsWith(to))?.icon;
  const screens = menu.map(({ to, label, icon }): SearchResult => ({ to, label, icon, kind: 'Screen' }));
  const recent = recentResults().map((result): SearchResult => ({ ...result, icon: iconOf(result.to) }));
  const isSearching = (orderAction?.order ?? text) !== wanted || found.some(({ isFetching }) => isFetching);
  const actionResults = acts.map((act): SearchResult => ({ ...act, kind: 'Act' }));
  if (text === '') return { hits: distinct([...recent, ...screens, ...actionResults]), isSearching: false };
  const records = found.flatMap(({ data }, index) => {
    const resource = searched[index];
    if (!resource) return [];
    return (data ?? []).map((record): SearchResult => {
      const to = `/${resource.name}/${encodeURIComponent(record.id)}/show`;
      const label = labelOf(resource, record);
      const detail = detailOf(resource, record);
      const icon = iconOf(to);
      if (!orderAction) return { to, label, detail, kind: resource.title, icon };
      return { to: `${to}${orderAction.part}`, label: `${orderAction.label} ${label}`, detail, kind: 'Act', icon };
    });
  });
  const fromContracts = bestMatches(
    text,
    contracts.map((result): SearchResult => ({ ...result, icon: iconOf(result.to) })),
  );
  const hits = distinct([
    ...bestMatches(text, [...recent, ...screens, ...actionResults]),
    ...(text.length >= 2 ? records : []),
    ...fromContracts.slice(0, MAX_CONTRACTS),
  ]);
  return { hits, isSearching: text.length >= 2 && isSearching };
}

/** Those that have the letters, the best match first. */
function bestMatches(text: string, results: readonly SearchResult[]): SearchResult[] {
  return results
    .flatMap(result => {
      const score = fuzzyScore(text, result.label);
      return score === undefined ? [] : [{ result, score }];
    })
    .sort((one, other) => other.score - one.score)
    .map(({ result }) => result);
}

/** Each place once. */
function distinct(results: readonly SearchResult[]): SearchResult[] {
  const seen = new Set<string>();
  return results.filter(({ to }) => {
    if (to === undefined) return true;
    const isNew = !seen.has(to);
    seen.add(to);
    return isNew;
  });
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
