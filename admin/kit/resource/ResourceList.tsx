import { Button } from '@mui/material';
import { useCallback } from 'react';
import type { RaRecord } from 'react-admin';
import { Link } from 'react-router';
import type { AdminField } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../api/access.ts';
import { useSessionState } from '../api/session.ts';
import { ColumnMenu } from './ColumnMenu.tsx';
import { FieldValue } from './FieldValue.tsx';
import { ListPage, type ListPageProps } from './ListPage.tsx';
import { singular, valueAt } from './labels.ts';
import { mobilePlacements } from './mobile-layout.ts';
import { type Column, RecordTable } from './RecordTable.tsx';
import { useHiddenColumns } from './use-hidden-columns.ts';

export interface ResourceListProps extends Omit<ListPageProps, 'children'> {
  /** By name of a column: how it is drawn instead. */
  columns?: Readonly<Record<string, Partial<Column>>>;
  /** Target of a row; the record's page by default. */
  recordTo?(record: RaRecord): string;
}

/** The address of a record's page. */
export function recordPath(resource: string, record: RaRecord, page: 'show' | 'edit' = 'show'): string {
  const id = encodeURIComponent(record.id);
  return page === 'show' ? `/${resource}/${id}/show` : `/${resource}/${id}`;
}

/** The list of a resource from its contract; a handmade screen overrides parts of it. */
export function ResourceList({ resource, columns = {}, actions, bulk, recordTo, ...page }: ResourceListProps) {
  const { canAccess } = useAccess();
  const { name, title, list } = resource;
  const canEdit = canAccess(resource, 'edit');
  const to = useCallback((record: RaRecord) => recordPath(name, record), [name]);
  const editTo = useCallback(
    (record: RaRecord) => (canEdit ? recordPath(name, record, 'edit') : undefined),
    [name, canEdit],
  );
  const places = mobilePlacements(list.columns);
  const shown = list.columns.map((field, index): Column => {
    const mobile = places.get(field.name);
    const own = columns[field.name];
    return {
      ...columnOf({ ...field, label: own?.label ?? field.label }, index === 0),
      ...(mobile && { mobile }),
      ...own,
    };
  });
  const { session } = useSessionState();
  const { hidden, toggle, showAll } = useHiddenColumns(session?.userId ?? '', name);
  const others = shown.filter(({ primary }) => !primary);
  const add = canAccess(resource, 'create') && (
    <Button variant="contained" component={Link} to={`/${name}/create`}>
      Add {singular(title)}
    </Button>
  );
  return (
    <ListPage
      resource={resource}
      bulk={bulk}
      tools={others.length > 2 && <ColumnMenu columns={others} hidden={hidden} onToggle={toggle} onShowAll={showAll} />}
      actions={
        actions || add ? (
          <>
            {actions}
            {add}
          </>
        ) : undefined
      }
      {...page}
    >
      <RecordTable
        label={title}
        columns={shown.filter(column => column.primary || !hidden.includes(column.name))}
        recordTo={recordTo ?? to}
        editTo={editTo}
        sortable={sortable(list.sorts ?? [])}
        selectable={Boolean(bulk)}
      />
    </ListPage>
  );
}

function columnOf(field: AdminField, primary: boolean): Column {
  const isNumber = field.kind === 'number' || field.kind === 'money' || field.kind === 'list';
  return {
    name: field.name,
    label: field.label,
    primary,
    ...(isNumber && { align: 'end' as const }),
    mobileLabel: record =>
      countOf(valueAt(record, field.name)) === 1 ? singular(field.label) : field.label.replace(/ at$/, ''),
    render: record => (
      <FieldValue
        field={primary && field.kind === 'reference' ? { ...field, kind: 'text', format: 'uuid' } : field}
        value={valueAt(record, field.name)}
      />
    ),
  };
}

function countOf(value: unknown): unknown {
  return Array.isArray(value) ? value.length : value;
}

function sortable(sorts: readonly string[]): string[] {
  return [...new Set(sorts.map(sort => sort.replace(/^-/, '')))];
}
