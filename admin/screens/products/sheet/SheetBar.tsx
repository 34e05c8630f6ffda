import { Button } from '@mui/material';
import type { VariantSheet } from './use-variant-sheet.ts';

/** What can be done with many cells at once, and what the last such edit did. */
export function SheetBar({ sheet }: { sheet: VariantSheet }) {
  const { message, undo, fillToEnd } = sheet;
  return (
    <div className="sheet-bar">
      <p role="status">{message}</p>
      {message === '' && (
        <p className="sheet-keys faint">
          Paste a block from a spreadsheet. <kbd>Shift</kbd> with the arrows selects cells, <kbd>Ctrl D</kbd> fills them
          down.
        </p>
      )}
      <div className="sheet-actions">
        {undo && (
          <Button size="small" onClick={undo}>
            Undo
          </Button>
        )}
        <Button size="small" disabled={!fillToEnd} onClick={fillToEnd}>
          Fill down
        </Button>
      </div>
    </div>
  );
}
