import type { ReactNode } from 'react';
import { useNotify } from 'react-admin';
import { ApiError, toMutationError } from '../api/api-error.ts';
import { isObject } from '../api/request-body.ts';
import { isConflict, type Side, type Versions } from './conflicts.ts';
import { useConflictDialog } from './use-conflict-dialog.tsx';

/** How a record `T` is saved by a form with values `V`. */
export interface SaveWithConflicts<T, V> {
  /** As the log names it: `products`. */
  resource: string;
  /** Saves the form's values over the base version; rejects with the service's error. */
  save(values: V, base: T): Promise<unknown>;
  /** The current version of the record. */
  read(base: T): Promise<T>;
  /** Part by part: as it was read, as the form has it, and as it is by now. */
  versionsOf(base: T, values: V, now: T): Versions;
  /** Display name of a field. */
  labelOf(part: string): string;
  /** The current version with the fields that keep the form's value. */
  merge(values: V, now: T, versions: Versions, chosen: Readonly<Record<string, Side>>): V;
  /** The other person's version was chosen. */
  onTheirs(now: T): unknown;
}

/** The result of a failed save for the form: errors by field, or a root error, so that leaving still warns. */
export type SaveFailure = Readonly<Record<string, unknown>>;

/** A save that did not happen, without errors of fields. */
export const notSaved: SaveFailure = { root: { save: 'Not saved' } };

function failureOf(error: unknown): SaveFailure {
  const errors: unknown = error instanceof ApiError ? error.body?.errors : undefined;
  return isObject(errors) ? errors : notSaved;
}

/**
 * Saves, and resolves version conflicts field by field in a dialog, as often as they occur. Other failures are
 * notified. `dialog` can be rendered anywhere on the page.
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
      const apiError = toMutationError(error);
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
      const apiError = toMutationError(error);
      notify(apiError instanceof ApiError ? apiError.message : 'It was not saved.', { type: 'error' });
      return failureOf(apiError);
    }
  }

  return { submit, dialog };
}
