import { type ReactNode, useState } from 'react';
import { ListBase, useListContext, useStore } from 'react-admin';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { LoadError } from '../components/LoadError.tsx';
import { Page } from '../components/Page.tsx';
import { Section } from '../components/Section.tsx';
import { BulkBar } from './BulkBar.tsx';
import type { FilterChoice, FilterInput } from './FilterChoices.tsx';
import { ListEmpty } from './ListEmpty.tsx';
import { ListToolbar } from './ListToolbar.tsx';
import { listStoreKey } from './list-store-key.ts';
import { Pager } from './Pager.tsx';
import { PAGE_SIZE_KEY, pageSize } from './page-size.ts';
import type { SavedView } from './saved-view.ts';

export interface ListPageProps {
  resource: AdminResource;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  subtitle?: ReactNode;
  /** Buttons for the selected rows. */
  bulk?: ReactNode;
  /** Buttons beside the filters. */
  tools?: ReactNode;
  /** Shown where the list is empty without filters. */
  empty?: ReactNode;
  /** Whether the list says how many records there are over all pages. */
  withTotal?: boolean;
  /** What the search field says while it is empty; what the contract says of it by default. */
  searchHint?: string;
  /** By name of a filter: the values that there are, where the contract does not list them. */
  filterChoices?: Readonly<Record<string, readonly FilterChoice[] | undefined>>;
  /** By name of a filter: how it is drawn instead. */
  filterInputs?: Readonly<Record<string, FilterInput | undefined>>;
  /** Views for everybody, beside a person's saved ones. */
  views?: readonly SavedView[];
  /** The table; `RecordTable` inside of react-admin's list context. */
  children: ReactNode;
}

/** The page of a list: search, filters, views, rows and paging. */
export function ListPage({ resource, actions, subtitle, bulk, tools, empty, views = [], ...rest }: ListPageProps) {
  const { withTotal = false, searchHint, filterChoices, filterInputs, children } = rest;
  const [kept] = useStore<number>(PAGE_SIZE_KEY);
  const { sort } = resource.list;
  const order = sort?.startsWith('-') ? ('DESC' as const) : ('ASC' as const);
  const field = sort?.replace(/^-/, '') ?? 'id';
  return (
    <ListBase
      resource={resource.name}
      perPage={pageSize(kept)}
      sort={{ field, order }}
      exporter={false}
      disableAuthentication={false}
      storeKey={listStoreKey(resource.name)}
      queryOptions={{ meta: { withTotal } }}
    >
      <Page title={resource.title} width="wide" actions={actions} subtitle={subtitle}>
        <ListToolbar
          resource={resource}
          views={views}
          searchHint={searchHint}
          filterChoices={filterChoices}
          filterInputs={filterInputs}
        >
          {tools}
        </ListToolbar>
        <ListBody resource={resource} empty={empty ?? <ListEmpty resource={resource} />} bulk={bulk}>
          {children}
        </ListBody>
      </Page>
    </ListBase>
  );
}

function ListBody({
  resource,
  empty,
  bulk,
  children,
}: {
  resource: AdminResource;
  empty: ReactNode;
  bulk: ReactNode;
  children: ReactNode;
}) {
  const { data, isPending, error, selectedIds, filterValues, refetch } = useListContext();
  const [retried, setRetried] = useState(0);
  if (error && !data)
    return (
      <Section>
        <LoadError
          error={error}
          onRetry={() => {
            setRetried(retried + 1);
            refetch();
          }}
        />
      </Section>
    );
  const isEmpty = !isPending && data?.length === 0;
  return (
    <Section flush>
      {bulk && selectedIds.length > 0 && <BulkBar>{bulk}</BulkBar>}
      {isEmpty ? Object.keys(filterValues).length > 0 ? <NothingMatches resource={resource} /> : empty : children}
      <Pager title={resource.title} />
    </Section>
  );
}

function NothingMatches({ resource: { title, list } }: { resource: AdminResource }) {
  const { filterValues, setFilters } = useListContext();
  const { search } = list;
  const text: unknown = search === undefined ? undefined : filterValues[search];
  const isFiltered = Object.keys(filterValues).length > 1;
  const searchAll =
    search !== undefined && typeof text === 'string' && text !== '' && isFiltered
      ? { label: `Search all ${title.toLowerCase()}`, run: () => setFilters({ [search]: text }, []) }
      : undefined;
  return <ListEmpty.Filtered onClear={() => setFilters({}, [])} searchAll={searchAll} />;
}
