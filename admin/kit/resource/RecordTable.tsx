import './record-table.css';
import { Checkbox, Skeleton } from '@mui/material';
import { type ReactNode, useId } from 'react';
import { type RaRecord, useListContext } from 'react-admin';
import { Link } from 'react-router';
import { fieldReads } from '../api/usage.ts';
import type { MobilePlacement } from './mobile-layout.ts';
import { useRowShortcuts } from './use-row-shortcuts.ts';

export interface Column {
  /** Path of the value, and the sort field. */
  name: string;
  label: string;
  align?: 'start' | 'end';
  /** The column that names the record; on a phone it is the first line. */
  primary?: boolean;
  /** Placement on a phone; `alone` by default, `counted` for a number. */
  mobile?: MobilePlacement;
  /** Label on a phone; `label` by default. */
  mobileLabel?(record: RaRecord): string;
  /** Takes the remaining width and truncates with an ellipsis. */
  grows?: boolean;
  render(record: RaRecord): ReactNode;
}

export interface RecordTableProps {
  label: string;
  columns: readonly Column[];
  /** Target of a row. */
  recordTo(record: RaRecord): string;
  /** Target of the `e` key. */
  editTo?(record: RaRecord): string | undefined;
  /** The fields that the list can be ordered by. */
  sortable?: readonly string[];
  selectable?: boolean;
}

/**
 * The rows of react-admin's list context as a table that the keyboard moves in; on a phone each is a title and a line
 * below it.
 */
export function RecordTable({ label, columns, recordTo, editTo, sortable = [], selectable = false }: RecordTableProps) {
  const { data, isPending, isFetching, selectedIds, onSelect, onToggleItem, sort, setSort } = useListContext();
  const rows = fieldReads.watched(data ?? []);
  const { active, rowProps } = useRowShortcuts(rows, {
    recordTo,
    editTo,
    onToggle: selectable ? onToggleItem : undefined,
  });
  const id = useId();
  if (isPending) return <TableSkeleton columns={columns.length} />;
  const allSelected = rows.length > 0 && rows.every(({ id }) => selectedIds.includes(id));
  return (
    <div className="records-scroll">
      <span id={`${id}select`} hidden>
        Select
      </span>
      <table
        className="records records-list"
        data-selectable={selectable || undefined}
        aria-busy={isFetching}
        aria-label={label}
      >
        <thead>
          <tr>
            {selectable && (
              <th className="records-check" scope="col">
                <Checkbox
                  checked={allSelected}
                  indeterminate={!allSelected && selectedIds.length > 0}
                  slotProps={{ input: { 'aria-label': 'Select all on this page' } }}
                  onChange={() => onSelect(allSelected ? [] : rows.map(({ id }) => id))}
                />
              </th>
            )}
            {columns.map(column => (
              <HeadCell key={column.name} column={column} sortable={sortable} sort={sort} setSort={setSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((record, index) => (
            <tr
              key={record.id}
              {...rowProps(index)}
              data-active={index === active || undefined}
              aria-selected={selectable ? selectedIds.includes(record.id) : undefined}
            >
              {selectable && (
                <td className="records-check">
                  <Checkbox
                    checked={selectedIds.includes(record.id)}
                    slotProps={{ input: { 'aria-labelledby': `${id}select ${id}${index}` } }}
                    onChange={() => onToggleItem(record.id)}
                    onClick={event => event.stopPropagation()}
                  />
                </td>
              )}
              {columns.map(column => (
                <td
                  key={column.name}
                  data-label={column.mobileLabel?.(record) ?? column.label}
                  className={cellClass(column)}
                >
                  {column.primary ? (
                    <Link id={`${id}${index}`} to={recordTo(record)} className="records-link">
                      {column.render(record)}
                    </Link>
                  ) : (
                    column.render(record)
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellClass({ align, primary, grows, label, mobile = align === 'end' ? 'counted' : 'alone' }: Column): string {
  const below = mobile === 'alone' || mobile === 'counted' || mobile === 'labelled' ? 'phone-below' : false;
  const place = primary ? ['records-primary'] : label === '' ? ['phone-action'] : [`phone-${mobile}`, below];
  return [align === 'end' && 'records-end', grows && 'records-grows', ...place].filter(Boolean).join(' ');
}

interface HeadCellProps {
  column: Column;
  sortable: readonly string[];
  sort: { field: string; order: 'ASC' | 'DESC' };
  setSort(sort: { field: string; order: 'ASC' | 'DESC' }): void;
}

function HeadCell({ column, sortable, sort, setSort }: HeadCellProps) {
  const { name, label } = column;
  const isSorted = sort.field === name;
  if (!sortable.includes(name))
    return (
      <th scope="col" className={cellClass(column)}>
        {label === '' ? <span className="unseen">Actions</span> : label}
      </th>
    );
  return (
    <th
      scope="col"
      className={cellClass(column)}
      aria-sort={isSorted ? (sort.order === 'ASC' ? 'ascending' : 'descending') : 'none'}
    >
      <button
        type="button"
        className="records-sort"
        onClick={() => setSort({ field: name, order: isSorted && sort.order === 'DESC' ? 'ASC' : 'DESC' })}
      >
        {label} <span aria-hidden="true">{isSorted ? (sort.order === 'ASC' ? '↑' : '↓') : '↕'}</span>
      </button>
    </th>
  );
}

/** As many rows as a screen shows, in the height of real ones. */
function TableSkeleton({ columns }: { columns: number }) {
  return (
    <div className="records-skeleton" aria-busy="true">
      <p className="unseen" role="status">
        Loading
      </p>
      {Array.from({ length: 12 }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing but their place
        <div key={row}>
          {Array.from({ length: Math.min(columns, 5) }, (__, column) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing but their place
            <Skeleton key={column} variant="text" width={column === 0 ? '28%' : '12%'} />
          ))}
        </div>
      ))}
    </div>
  );
}
