import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type RaRecord, useDataProvider, useNotify } from 'react-admin';
import type { AdminResource } from '../../contracts/codegen/runtime/admin.ts';
import { createBody, formValues, isValues } from '../provider/body.ts';
import { ApiError, toApiError } from '../provider/problems.ts';
import { changedParts, isConflict, merged, type Parts } from './conflicts.ts';
import { useConflict } from './use-conflict.tsx';
import { useSaved } from './use-saved.tsx';

export interface RecordSaving {
  resource: AdminResource;
  /** As it was read. */
  record: RaRecord;
  /** What the form holds of a record; its fields by their names where it is left out. */
  valuesOf?(record: RaRecord): Parts;
  /** Said when it is saved; what changed where it is left out. */
  done?: string;
  /** After it was saved, and after somebody chose to take what was saved meanwhile. */
  onSaved(record: RaRecord): void;
  onTheirs(): void;
}

/** What a form gets back from a save that failed: what is wrong by field, or that it is not saved, so that leaving it still warns. */
export type SaveFailure = Readonly<Record<string, unknown>>;

export const notSaved: SaveFailure = { root: { save: 'Not saved' } };

/** What is wrong by field; a note that it is not saved where no field is to blame. */
export function failureOf(error: unknown): SaveFailure {
  const errors: unknown = error instanceof ApiError ? error.body?.errors : undefined;
  return isValues(errors) ? errors : notSaved;
}

/**
 * Saves what a form of a generated resource holds: says what was saved and takes it back when asked, and lets whoever saves decide when somebody
 * else saved the same meanwhile.
 */
export function useSaveRecord({ resource, record, valuesOf, done, onSaved, onTheirs }: RecordSaving): {
  submit(values: unknown): Promise<SaveFailure | undefined>;
  dialog: ReactNode;
} {
  const provider = useDataProvider();
  const client = useQueryClient();
  const notify = useNotify();
  const saved = useSaved();
  const { ask, dialog } = useConflict();
  const { name, update } = resource;
  const fields = (update?.fields ?? []).filter(field => field.name !== update?.version);
  const labelOf = (part: string) => fields.find(field => field.name === part)?.label ?? part;
  const held = valuesOf ?? ((read: RaRecord): Parts => formValues(fields, read));
  const partsOf = (values: Parts): Parts => createBody(fields, formValues(fields, values));

  async function save(values: Parts, base: RaRecord): Promise<SaveFailure | undefined> {
    const { id } = base;
    try {
      const { data } = await provider.update<RaRecord>(name, { id, data: values, previousData: base });
      const changed = changedParts(partsOf(held(base)), partsOf(held(data)));
      saved({
        text: done ?? `Saved: ${changed.map(labelOf).join(', ').toLowerCase() || 'nothing differs'}.`,
        undo: { what: [name, id, data], run: () => provider.update(name, { id, data: { ...held(base) }, previousData: data }) },
      });
      await client.invalidateQueries();
      onSaved(data);
      return undefined;
    } catch (error) {
      const told = toApiError(error);
      if (told instanceof ApiError && isConflict(told)) return settle(values, base);
      notify(told instanceof ApiError ? told.message : 'It was not saved.', { type: 'error' });
      return failureOf(told);
    }
  }

  async function settle(values: Parts, base: RaRecord): Promise<SaveFailure | undefined> {
    const { data: now } = await provider.getOne<RaRecord>(name, { id: base.id });
    const versions = { before: partsOf(held(base)), mine: partsOf(values), theirs: partsOf(held(now)) };
    const savedAt = typeof now.updatedAt === 'string' ? now.updatedAt : undefined;
    const decision = await ask({ resource: name, resourceId: String(base.id), savedAt, versions, labelOf });
    if (decision === 'edit') return notSaved;
    if (decision !== 'theirs') return save(merged(versions, decision), now);
    await client.invalidateQueries();
    onTheirs();
    return undefined;
  }

  return { submit: values => save(isValues(values) ? values : {}, record), dialog };
}
