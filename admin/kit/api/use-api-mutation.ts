import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type Identifier, useNotify } from 'react-admin';
import { type Undo, useUndoableNotify } from '../editing/use-undoable-notify.tsx';
import { ApiError, toMutationError } from './api-error.ts';
import { IdempotencyKeys } from './idempotency-keys.ts';
import { isObject } from './request-body.ts';

/** The intentions of all screens; one with an unknown outcome can be offered again. */
export const mutationKeys = new IdempotencyKeys('mutations');

export interface ApiMutation<T> {
  /**
   * The operation with its content. A retry of the same intention after a lost response uses the same idempotency
   * key.
   */
  intent: readonly unknown[];
  run(idempotencyKey: string): Promise<T>;
  /** Notification after success. */
  successMessage?: string | ((result: T) => string);
  /** Receives why it failed, for a screen that shows it itself; a notification shows it when absent. */
  onFailure?(message: string): void;
  /**
   * How to undo it, offered with the notification. Absent where it cannot be undone; the screen then asks for
   * confirmation first.
   */
  undo?(result: T): Omit<Undo, 'intent'> | undefined;
  /**
   * The record that is gone after it. Its own page, which is still open, does not ask for it again, and can be left at
   * once.
   */
  deletes?: { resource: string; id: Identifier };
}

/** Whether a query is react-admin's of one record. */
function isOf({ resource, id }: { resource: string; id: Identifier }, [of, method, wanted]: QueryKey): boolean {
  return of === resource && method === 'getOne' && isObject(wanted) && String(wanted.id) === String(id);
}

/**
 * Runs a mutation: one idempotency key for one intention, a notification on failure (or `onFailure`), all queries
 * refetched afterwards. Resolves with the result, or undefined when it failed (and was reported).
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
    onFailure,
    undo,
    deletes,
  }: ApiMutation<T>): Promise<{ result: T } | undefined> => {
    setBusy(true);
    try {
      const result = await mutationKeys.run(intent, run);
      if (successMessage !== undefined) {
        const undoAction = undo?.(result);
        notifyUndoable({
          text: typeof successMessage === 'string' ? successMessage : successMessage(result),
          undo: undoAction && { intent: [...intent, crypto.randomUUID()], ...undoAction },
        });
      }
      const refetched = client.invalidateQueries({
        predicate: ({ queryKey }) => deletes === undefined || !isOf(deletes, queryKey),
      });
      if (deletes === undefined) await refetched;
      return { result };
    } catch (error) {
      const apiError = toMutationError(error);
      if (apiError instanceof ApiError && apiError.isOutcomeUnknown) void client.invalidateQueries();
      const message = apiError instanceof ApiError ? apiError.message : 'Something went wrong.';
      if (onFailure) onFailure(message);
      else notify(message, { type: 'error' });
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { busy, mutate };
}
