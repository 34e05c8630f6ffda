import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { type Undo, useUndoableNotify } from '../editing/use-undoable-notify.tsx';
import { ApiError, toApiError } from './api-error.ts';
import { IdempotencyKeys } from './idempotency-keys.ts';

const keys = new IdempotencyKeys();

export interface ApiMutation<T> {
  /** What is done, with its content: the same again after a lost answer goes out under the same key. */
  intent: readonly unknown[];
  run(idempotencyKey: string): Promise<T>;
  /** Said when it is done. */
  successMessage?: string | ((result: T) => string);
  /**
   * How it is taken back, offered with what is said; absent where it cannot be, and then whoever acts was asked before.
   */
  undo?(result: T): Omit<Undo, 'intent'> | undefined;
}

/**
 * Does something that changes data: one idempotency key for one intention, the failure told in words, everything on the
 * screen read anew afterwards. Resolves with the result, or undefined when it failed (which has been said).
 */
export function useApiMutation(): {
  busy: boolean;
  mutate<T>(mutation: ApiMutation<T>): Promise<{ result: T } | undefined>;
} {
  const [busy, setBusy] = useState(false);
  const notify = useNotify();
  const notifyUndoable = useUndoableNotify();
  const client = useQueryClient();
  const mutate = async <T>({
    intent,
    run,
    successMessage,
    undo,
  }: ApiMutation<T>): Promise<{ result: T } | undefined> => {
    setBusy(true);
    try {
      const result = await keys.run(intent, run);
      if (successMessage !== undefined) {
        const undoAction = undo?.(result);
        notifyUndoable({
          text: typeof successMessage === 'string' ? successMessage : successMessage(result),
          undo: undoAction && { intent: [...intent, crypto.randomUUID()], ...undoAction },
        });
      }
      await client.invalidateQueries();
      return { result };
    } catch (error) {
      const apiError = toApiError(error);
      notify(apiError instanceof ApiError ? apiError.message : 'Something went wrong.', { type: 'error' });
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { busy, mutate };
}
