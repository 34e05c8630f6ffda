import { useQueryClient } from '@tanstack/react-query';
import { useNotify } from 'react-admin';
import { ApiError, toMutationError } from '../api/api-error.ts';
import { IdempotencyKeys } from '../api/idempotency-keys.ts';
import { isConflict } from './conflicts.ts';
import { UndoNotification } from './UndoNotification.tsx';

const keys = new IdempotencyKeys('undo');
/** How long undo is offered, ms; hovering or focusing the notification keeps it open. */
const undoOfferedMs = 12_000;

export interface UndoableNotification {
  /** What was saved, in one sentence. */
  text: string;
  tone?: 'success' | 'warning';
  /** Restores the previous state; absent where that is impossible. */
  undo?: Undo | undefined;
}

export interface Undo {
  /** The change to undo, with its content. A retry after a lost response uses the same idempotency key. */
  intent: readonly unknown[];
  /** May resolve with the message to show. */
  run(idempotencyKey: string): Promise<unknown>;
  /** Notification after the undo. */
  successMessage?: string | undefined;
}

/** The console's one success notification: what was saved, and `Undo` where that is possible. */
export function useUndoableNotify(): (saved: UndoableNotification) => void {
  const notify = useNotify();
  const client = useQueryClient();
  const undoChange = async ({ intent, run, successMessage = 'Taken back: it is as it was.' }: Undo) => {
    try {
      const message = await keys.run(['undo', ...intent], run);
      notify(typeof message === 'string' ? message : successMessage, { type: 'success' });
      await client.invalidateQueries();
    } catch (error) {
      const apiError = toMutationError(error);
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
