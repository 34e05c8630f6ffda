import { useQueryClient } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import { ApiError, toApiError } from '../api/api-error.ts';
import { IdempotencyKeys } from '../api/idempotency-keys.ts';
import { isConflict } from './conflicts.ts';
import { UndoNotification } from './UndoNotification.tsx';

const keys = new IdempotencyKeys();
/** How long a way back is offered, ms; the notice stays longer while the pointer or the keyboard is on it. */
const undoOfferedMs = 12_000;

export interface UndoableNotification {
  /** What was saved, in a sentence. */
  text: string;
  tone?: 'success' | 'warning';
  /** Saves what was there before; absent where that cannot be. */
  undo?: Undo | undefined;
}

export interface Undo {
  /** What is taken back, with its content: the same again after a lost answer goes out under the same key. */
  intent: readonly unknown[];
  /** Resolves with what to say, where that is not always the same. */
  run(idempotencyKey: string): Promise<unknown>;
  /** Said when it is done; `Taken back` where there is no better word. */
  successMessage?: string | undefined;
}

/** The one way in which the console says that something was saved: what it was, and `Undo` where that can be. */
export function useUndoableNotify(): (saved: UndoableNotification) => void {
  const notify = useNotify();
  const client = useQueryClient();
  const undoChange = async ({ intent, run, successMessage = 'Taken back: it is as it was.' }: Undo) => {
    try {
      const message = await keys.run(['undo', ...intent], run);
      notify(typeof message === 'string' ? message : successMessage, { type: 'success' });
      await client.invalidateQueries();
    } catch (error) {
      const apiError = toApiError(error);
      const isOutdated = apiError instanceof ApiError && isConflict(apiError);
      if (isOutdated) notify('It was changed again since, so it stays as it is now.', { type: 'warning' });
      else notify(apiError instanceof ApiError ? apiError.message : 'It could not be taken back.', { type: 'error' });
    }
  };
  return ({ text, tone = 'success', undo }) => {
    if (!undo) return notify(text, { type: tone });
    notify(<UndoNotification text={text} tone={tone} onUndo={() => undoChange(undo)} />, {
      autoHideDuration: undoOfferedMs,
    });
  };
}
