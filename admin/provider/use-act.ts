import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { IdempotencyKeys } from './idempotency.ts';
import { ApiError, toApiError } from './problems.ts';

const keys = new IdempotencyKeys();

export interface Act<T> {
  /** What is done, with its content: the same again after a lost answer goes out under the same key. */
  what: readonly unknown[];
  run(idempotencyKey: string): Promise<T>;
  /** Said when it is done. */
  done?: string | ((result: T) => string);
}

/**
 * Does something that changes data: one idempotency key for one intention, the failure told in words, everything on the screen read
 * anew afterwards. Resolves with the result, or undefined when it failed (which has been said).
 */
export function useAct(): { busy: boolean; act<T>(act: Act<T>): Promise<{ result: T } | undefined> } {
  const [busy, setBusy] = useState(false);
  const notify = useNotify();
  const client = useQueryClient();
  const act = async <T>({ what, run, done }: Act<T>): Promise<{ result: T } | undefined> => {
    setBusy(true);
    try {
      const result = await keys.run(what, run);
      if (done !== undefined) notify(typeof done === 'string' ? done : done(result), { type: 'success' });
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
