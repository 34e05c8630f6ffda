import { type ReactNode, useCallback, useState } from 'react';
import { type Conflict, ConflictDialog, type Decision } from './ConflictDialog.tsx';

interface Open {
  conflict: Conflict;
  answer(decision: Decision): void;
}

/** Asks how to resolve a conflict: `ask` resolves with the decision; `dialog` can be rendered anywhere on the page. */
export function useConflictDialog(): { ask(conflict: Conflict): Promise<Decision>; dialog: ReactNode } {
  const [open, setOpen] = useState<Open>();
  const ask = useCallback((conflict: Conflict) => new Promise<Decision>(answer => setOpen({ conflict, answer })), []);
  const decide = (decision: Decision) => {
    setOpen(undefined);
    open?.answer(decision);
  };
  return {
    ask,
    dialog: open && <ConflictDialog key={open.conflict.savedAt} conflict={open.conflict} onDecide={decide} />,
  };
}
