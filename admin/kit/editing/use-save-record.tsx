import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type RaRecord, useDataProvider } from 'react-admin';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { createBody, formValues, isObject } from '../api/request-body.ts';
import { fieldReads } from '../api/usage.ts';
import { changedFields, type FieldValues, mergedValues } from './conflicts.ts';
import { type SaveFailure, useSaveWithConflicts } from './use-save-with-conflicts.tsx';
import { useUndoableNotify } from './use-undoable-notify.tsx';

export interface SaveRecordOptions {
  resource: AdminResource;
  /** As it was read. */
  record: RaRecord;
  /** The form values of a record; its fields by name by default. */
  valuesOf?(record: RaRecord): FieldValues;
  /** Notification after the save; lists the changed fields by default. */
  successMessage?: string;
  /** Called after the save, and after the other person's version was chosen. */
  onSaved(record: RaRecord): void;
  onTheirs(): void;
}

/**
 * Saves the form of a generated resource with an undoable notification, and opens the conflict dialog when somebody
 * else saved first.
 */
export function useSaveRecord({ resource, record, valuesOf, successMessage, onSaved, onTheirs }: SaveRecordOptions): {
  submit(values: unknown): Promise<SaveFailure | undefined>;
  dialog: ReactNode;
} {
  const provider = useDataProvider();
  const client = useQueryClient();
  const notify = useUndoableNotify();
  const { name, update } = resource;
  const fields = (update?.fields ?? []).filter(field => field.name !== update?.version);
  const labelOf = (part: string) => fields.find(field => field.name === part)?.label ?? part;
  const formValuesOf = valuesOf ?? ((read: RaRecord): FieldValues => formValues(fields, read));
  const requestValuesOf = (values: FieldValues): FieldValues => createBody(fields, formValues(fields, values));

  async function save(values: FieldValues, base: RaRecord): Promise<void> {
    const { id } = base;
    const { data } = await provider.update<RaRecord>(name, { id, data: values, previousData: base });
    const changed = changedFields(requestValuesOf(formValuesOf(base)), requestValuesOf(formValuesOf(data)));
    notify({
      text: successMessage ?? `Saved: ${changed.map(labelOf).join(', ').toLowerCase() || 'nothing differs'}.`,
      undo: {
        intent: [name, id, data],
        run: () => provider.update(name, { id, data: { ...formValuesOf(base) }, previousData: data }),
      },
    });
    await client.invalidateQueries();
    onSaved(data);
  }

  const { submit, dialog } = useSaveWithConflicts<RaRecord, FieldValues>({
    resource: name,
    save,
    labelOf,
    read: async ({ id }) => fieldReads.whole((await provider.getOne<RaRecord>(name, { id })).data),
    versionsOf: (base, values, now) => ({
      before: requestValuesOf(formValuesOf(base)),
      mine: requestValuesOf(values),
      theirs: requestValuesOf(formValuesOf(now)),
    }),
    merge: (_values, _now, versions, chosen) => mergedValues(versions, chosen),
    async onTheirs() {
      await client.invalidateQueries();
      onTheirs();
    },
  });
  return { submit: values => submit(isObject(values) ? values : {}, record), dialog };
}
