import './bulk-bar.css';
import { Button } from '@mui/material';
import type { ReactNode } from 'react';
import { useListContext } from 'react-admin';

/** The bulk actions of the selected rows. */
export function BulkBar({ children }: { children: ReactNode }) {
  const { selectedIds, onUnselectItems } = useListContext();
  return (
    <div className="bulk-bar" role="toolbar" aria-label="Selected rows">
      <strong className="numeric">{selectedIds.length} selected</strong>
      {children}
      <Button variant="text" onClick={() => onUnselectItems()}>
        Clear
      </Button>
    </div>
  );
}
