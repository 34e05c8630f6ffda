import { useQueryClient } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import { ApiError, toApiError } from '../api/api-error.ts';
import { IdempotencyKeys } from '../api/idempotency-keys.ts';
import { isConflict } from './conflicts.ts';
import { SavedNotice } from './UndoNotification.tsx';

const keys = new IdempotencyKeys();
/** How long a way back is offered, ms; the notice stays longer while the pointer or the keyboard is on it. */
const offeredMs = 12_000;

export interface Saved {
  /** What was saved, in a sentence. */
  text: string;
  tone?: 'success' | 'warning';
  /** Saves what was there before; absent where that cannot be. */
  undo?: Undo | undefined;
}

export interface Undo {
  /** What is taken back, with its content: the same again after a lost answer goes out under the same key. */
  what: readonly unknown[];
  /** Resolves with what to say, where that is not always the same. */
  run(idempotencyKey: string): Promise<unknown>;
  /** Said when it is done; `Taken back` where there is no better word. */
  done?: string | undefined;
}

/** The one way in which the console says that something was saved: what it was, and `Undo` where that can be. */
export function useSaved(): (saved: Saved) => void {
  const notify = useNotify();
  const client = useQueryClient();
  const takeBack = async ({ what, run, done = 'Taken back: it is as it was.' }: Undo) => {
    try {
      const said = await keys.run(['undo', ...what], run);
      notify(typeof said === 'string' ? said : done, { type: 'success' });
      await client.invalidateQueries();
    } catch (error) {
      const told = toApiError(error);
      const isPassed = told instanceof ApiError && isConflict(told);
      if (isPassed) notify('It was changed again since, so it stays as it is now.', { type: 'warning' });
      else notify(told instanceof ApiError ? told.message : 'It could not be taken back.', { type: 'error' });
    }
  };
  return ({ text, tone = 'success', undo }) => {
    if (!undo) return notify(text, { type: tone });
    notify(<SavedNotice text={text} tone={tone} onUndo={() => takeBack(undo)} />, { autoHideDuration: offeredMs });
  };
}
