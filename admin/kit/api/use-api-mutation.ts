import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { type Undo, useSaved } from '../editing/use-undoable-notify.tsx';
import { ApiError, toApiError } from './api-error.ts';
import { IdempotencyKeys } from './idempotency-keys.ts';

const keys = new IdempotencyKeys();

export interface Act<T> {
  /** What is done, with its content: the same again after a lost answer goes out under the same key. */
  what: readonly unknown[];
  run(idempotencyKey: string): Promise<T>;
  /** Said when it is done. */
  done?: string | ((result: T) => string);
  /**
   * How it is taken back, offered with what is said; absent where it cannot be, and then whoever acts was asked before.
   */
  undo?(result: T): Omit<Undo, 'what'> | undefined;
}

/**
 * Does something that changes data: one idempotency key for one intention, the failure told in words, everything on the
 * screen read anew afterwards. Resolves with the result, or undefined when it failed (which has been said).
 */
export function useAct(): { busy: boolean; act<T>(act: Act<T>): Promise<{ result: T } | undefined> } {
  const [busy, setBusy] = useState(false);
  const notify = useNotify();
  const saved = useSaved();
  const client = useQueryClient();
  const act = async <T>({ what, run, done, undo }: Act<T>): Promise<{ result: T } | undefined> => {
    setBusy(true);
    try {
      const result = await keys.run(what, run);
      if (done !== undefined) {
        const back = undo?.(result);
        saved({
          text: typeof done === 'string' ? done : done(result),
          undo: back && { what: [...what, crypto.randomUUID()], ...back },
        });
      }
      await client.invalidateQueries();
      return { result };
    } catch (error) {
      const told = toApiError(error);
      notify(told instanceof ApiError ? told.message : 'Something went wrong.', { type: 'error' });
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  return { busy, act };
}
