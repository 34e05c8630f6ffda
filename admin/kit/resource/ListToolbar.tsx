import './list-toolbar.css';
import type { ReactNode } from 'react';
import { useListContext } from 'react-admin';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { isObject } from '../api/request-body.ts';
import type { FilterChoice, FilterInput } from './FilterChoices.tsx';
import { FilterMenu } from './FilterMenu.tsx';
import { SearchField } from './SearchField.tsx';
import type { SavedView } from './saved-view.ts';
import { Views } from './Views.tsx';

interface ListToolbarProps {
  resource: AdminResource;
  views: readonly SavedView[];
  searchHint?: string | undefined;
  /** By name of a filter: the values that there are. */
  filterChoices?: Readonly<Record<string, readonly FilterChoice[] | undefined>> | undefined;
  /** By name of a filter: how it is drawn instead. */
  filterInputs?: Readonly<Record<string, FilterInput | undefined>> | undefined;
  /** Buttons after the filters. */
  children?: ReactNode;
}

/** Search, filters and views of a list. */
export function ListToolbar({ resource, views, searchHint, children, ...filtering }: ListToolbarProps) {
  const { filterChoices = {}, filterInputs = {} } = filtering;
  const { filterValues, setFilters } = useListContext();
  const { search, filters } = resource.list;
  const values = isObject(filterValues) ? filterValues : {};
  const set = (name: string, value: unknown) => {
    const { [name]: _, ...others } = values;
    setFilters(value === undefined || value === '' ? others : { ...others, [name]: value }, []);
  };
  const searched = filters.find(({ name }) => name === search);
  const others = filters.filter(({ name }) => name !== search);
  if (filters.length === 0 && views.length === 0 && !children) return null;
  return (
    <div className="list-toolbar">
      <Views resource={resource.name} views={views} />
      <search className="list-toolbar-row" aria-label={`Search ${resource.title.toLowerCase()}`}>
        {searched && (
          <SearchField
            label={searched.description ?? `Search ${resource.title.toLowerCase()}`}
            hint={searchHint}
            value={String(values[searched.name] ?? '')}
            onChange={text => set(searched.name, text)}
          />
        )}
        {others.map(field => (
          <FilterMenu
            key={field.name}
            field={field}
            choices={filterChoices[field.name]}
            input={filterInputs[field.name]}
            value={values[field.name]}
            onChange={value => set(field.name, value)}
          />
        ))}
        {children}
      </search>
    </div>
  );
}
