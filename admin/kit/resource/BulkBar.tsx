import './bulk-bar.css';
import { Button } from '@mui/material';
import type { ReactNode } from 'react';
import { useListContext } from 'react-admin';
import { listTotal } from '../api/list-total.ts';
import { MAX_SELECTED, useSelectAll } from './use-select-all.ts';

/** The bulk actions of the selected rows, and the way from all rows of a page to all of the list. */
export function BulkBar({ children }: { children: ReactNode }) {
  const { selectedIds, onUnselectItems, data = [], hasNextPage, hasPreviousPage, meta } = useListContext();
  const { busy, selectAll } = useSelectAll();
  const total = listTotal(meta);
  const isPageSelected = data.length > 0 && data.every(({ id }) => selectedIds.includes(id));
  const isMore = (hasNextPage || hasPreviousPage) && (total === undefined || selectedIds.length < total.value);
  const most = total && Math.min(total.value, MAX_SELECTED).toLocaleString();
  return (
    <div className="bulk-bar" role="toolbar" aria-label="Selected rows">
      <strong className="numeric">{selectedIds.length.toLocaleString()} selected</strong>
      {children}
      <Button variant="text" onClick={() => onUnselectItems()}>
        Clear
      </Button>
      {isPageSelected && isMore && selectedIds.length < MAX_SELECTED && (
        <p className="bulk-all">
          All {data.length} on this page are selected.{' '}
          <button type="button" className="link" disabled={busy} onClick={() => void selectAll()}>
            {busy ? 'One moment…' : `Select all${most === undefined ? '' : ` ${most}`}`}
          </button>
        </p>
      )}
    </div>
  );
}
