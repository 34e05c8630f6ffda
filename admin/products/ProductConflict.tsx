import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import type { Product, ProductChange } from '../../generated/catalog/types.ts';
import { words } from '../look/tones.ts';
import { draftOf, formOf } from './product-form.ts';

export interface Conflict {
  /** What was to be saved, the product that it was made of, and the product as it is by now. */
  change: ProductChange;
  before: Product;
  now: Product;
}

/** The fields that somebody else changed meanwhile. */
function changedBy({ before, now }: Conflict): string[] {
  const [old, fresh] = [draftOf(formOf(before), before), draftOf(formOf(now), now)];
  return Object.entries(fresh).flatMap(([name, value]) =>
    JSON.stringify(value) === JSON.stringify(Object.entries(old).find(([key]) => key === name)?.[1]) ? [] : [name],
  );
}

export interface ProductConflictProps {
  conflict: Conflict;
  onTheirs(): void;
  onMine(): void;
  onClose(): void;
}

/** Somebody else saved the product meanwhile: what they changed, and what to do about it. Nothing is overwritten unasked. */
export function ProductConflict({ conflict, onTheirs, onMine, onClose }: ProductConflictProps) {
  const theirs = changedBy(conflict);
  const mine = Object.keys(conflict.change).filter(name => name !== 'version');
  const both = mine.filter(name => theirs.includes(name));
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="product-conflict">
      <DialogTitle id="product-conflict">Somebody else changed this product meanwhile</DialogTitle>
      <DialogContent>
        <p className="soft">Nothing of yours was saved yet.</p>
        <ul className="conflict-list">
          <li>They changed: {theirs.length > 0 ? theirs.map(words).join(', ') : 'nothing that is shown here'}</li>
          <li>You changed: {mine.map(words).join(', ')}</li>
        </ul>
        <p className="soft">
          {both.length > 0
            ? `Saving yours replaces their ${both.map(name => words(name).toLowerCase()).join(' and ')}; the rest of theirs stays.`
            : 'Both can stay: saving yours touches nothing of theirs.'}
        </p>
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Keep editing</Button>
        <Button onClick={onTheirs}>Drop mine</Button>
        <Button variant="contained" onClick={onMine}>
          {both.length > 0 ? 'Save mine over it' : 'Save mine too'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
