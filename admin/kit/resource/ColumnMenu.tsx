import { Button, Checkbox, FormControlLabel, Popover } from '@mui/material';
import { useState } from 'react';
import type { Column } from './RecordTable.tsx';

export interface ColumnMenuProps {
  /** All but the one that names the record, which is always there. */
  columns: readonly Column[];
  hidden: readonly string[];
  onToggle(name: string): void;
  onShowAll(): void;
}

/** Chooses the columns of a list. */
export function ColumnMenu({ columns, hidden, onToggle, onShowAll }: ColumnMenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  return (
    <>
      <Button
        onClick={event => setAnchor(event.currentTarget)}
        aria-haspopup="dialog"
        aria-expanded={anchor !== null}
        // the rows of a phone are laid out on their own
        sx={{ color: 'var(--ink-soft)', display: { xs: 'none', sm: 'inline-flex' } }}
      >
        Columns
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': 'Columns of the list' } }}
      >
        <div className="filter-panel">
          <fieldset className="filter-choices" aria-label="Columns">
            {columns.map(({ name, label }) => (
              <FormControlLabel
                key={name}
                label={label}
                control={<Checkbox checked={!hidden.includes(name)} onChange={() => onToggle(name)} />}
              />
            ))}
          </fieldset>
          <div className="filter-foot">
            <Button variant="text" disabled={hidden.length === 0} onClick={onShowAll}>
              Show all
            </Button>
          </div>
        </div>
      </Popover>
    </>
  );
}
