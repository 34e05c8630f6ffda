import type { ReactNode } from 'react';
import { useNotify } from 'react-admin';
import { ApiError, toApiError } from '../api/api-error.ts';
import { isObject } from '../api/request-body.ts';
import { isConflict, type Side, type Versions } from './conflicts.ts';
import { useConflictDialog } from './use-conflict-dialog.tsx';

/** How a thing `T` is saved by a form that holds `V`. */
export interface SaveWithConflicts<T, V> {
  /** As the log names it: `products`. */
  resource: string;
  /** Saves what the form holds over what was read; rejects with what the service says. */
  save(values: V, base: T): Promise<unknown>;
  /** The thing as it is by now. */
  read(base: T): Promise<T>;
  /** Part by part: as it was read, as the form has it, and as it is by now. */
  versionsOf(base: T, values: V, now: T): Versions;
  /** What people call a part. */
  labelOf(part: string): string;
  /** As it is by now, but for what stays as the form has it. */
  merge(values: V, now: T, versions: Versions, chosen: Readonly<Record<string, Side>>): V;
  /** Somebody chose to take what was saved meanwhile. */
  onTheirs(now: T): unknown;
}

/**
 * What a form gets back from a save that failed: what is wrong by field, or that it is not saved, so that leaving it
 * still warns.
 */
export type SaveFailure = Readonly<Record<string, unknown>>;

const notSaved: SaveFailure = { root: { save: 'Not saved' } };

function failureOf(error: unknown): SaveFailure {
  const errors: unknown = error instanceof ApiError ? error.body?.errors : undefined;
  return isObject(errors) ? errors : notSaved;
}

/**
 * Saves, and where somebody else saved the same meanwhile, lets whoever saves decide part by part, as often as that
 * happens. What fails otherwise is told. `dialog` goes anywhere on the page.
 */
export function useSaveWithConflicts<T extends { id: unknown; updatedAt?: unknown }, V>(
  saving: SaveWithConflicts<T, V>,
): { submit(values: V, base: T): Promise<SaveFailure | undefined>; dialog: ReactNode } {
  const notify = useNotify();
  const { ask, dialog } = useConflictDialog();
  const { resource, labelOf } = saving;

  /** @returns whether it was saved; false where somebody else did meanwhile */
  async function trySave(values: V, base: T): Promise<boolean> {
    try {
      await saving.save(values, base);
      return true;
    } catch (error) {
      const apiError = toApiError(error);
      if (apiError instanceof ApiError && isConflict(apiError)) return false;
      throw apiError;
    }
  }

  async function saveResolvingConflicts(values: V, base: T): Promise<SaveFailure | undefined> {
    if (await trySave(values, base)) return undefined;
    const now = await saving.read(base);
    const versions = saving.versionsOf(base, values, now);
    const savedAt = typeof now.updatedAt === 'string' ? now.updatedAt : undefined;
    const decision = await ask({ resource, resourceId: String(now.id), savedAt, versions, labelOf });
    if (decision === 'edit') return notSaved;
    if (decision !== 'theirs') return saveResolvingConflicts(saving.merge(values, now, versions, decision), now);
    await saving.onTheirs(now);
    return undefined;
  }

  async function submit(values: V, base: T): Promise<SaveFailure | undefined> {
    try {
      return await saveResolvingConflicts(values, base);
    } catch (error) {
      const apiError = toApiError(error);
      notify(apiError instanceof ApiError ? apiError.message : 'It was not saved.', { type: 'error' });
      return failureOf(apiError);
    }
  }

  return { submit, dialog };
}
