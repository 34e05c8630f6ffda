import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type RaRecord, useDataProvider } from 'react-admin';
import type { AdminResource } from '../../../contracts/codegen/runtime/admin.ts';
import { createBody, formValues, isValues } from '../api/request-body.ts';
import { changedParts, merged, type Parts } from './conflicts.ts';
import { type SaveFailure, useSettledSave } from './use-save-with-conflicts.tsx';
import { useSaved } from './use-undoable-notify.tsx';

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

/**
 * Saves what a form of a generated resource holds: says what was saved and takes it back when asked, and lets whoever
 * saves decide when somebody else saved the same meanwhile.
 */
export function useSaveRecord({ resource, record, valuesOf, done, onSaved, onTheirs }: RecordSaving): {
  submit(values: unknown): Promise<SaveFailure | undefined>;
  dialog: ReactNode;
} {
  const provider = useDataProvider();
  const client = useQueryClient();
  const saved = useSaved();
  const { name, update } = resource;
  const fields = (update?.fields ?? []).filter(field => field.name !== update?.version);
  const labelOf = (part: string) => fields.find(field => field.name === part)?.label ?? part;
  const held = valuesOf ?? ((read: RaRecord): Parts => formValues(fields, read));
  const partsOf = (values: Parts): Parts => createBody(fields, formValues(fields, values));

  async function save(values: Parts, base: RaRecord): Promise<void> {
    const { id } = base;
    const { data } = await provider.update<RaRecord>(name, { id, data: values, previousData: base });
    const changed = changedParts(partsOf(held(base)), partsOf(held(data)));
    saved({
      text: done ?? `Saved: ${changed.map(labelOf).join(', ').toLowerCase() || 'nothing differs'}.`,
      undo: {
        what: [name, id, data],
        run: () => provider.update(name, { id, data: { ...held(base) }, previousData: data }),
      },
    });
    await client.invalidateQueries();
    onSaved(data);
  }

  const { submit, dialog } = useSettledSave<RaRecord, Parts>({
    ...{ resource: name, save, labelOf },
    read: async ({ id }) => (await provider.getOne<RaRecord>(name, { id })).data,
    versionsOf: (base, values, now) => ({
      before: partsOf(held(base)),
      mine: partsOf(values),
      theirs: partsOf(held(now)),
    }),
    merge: (_values, _now, versions, chosen) => merged(versions, chosen),
    async onTheirs() {
      await client.invalidateQueries();
      onTheirs();
    },
  });
  return { submit: values => submit(isValues(values) ? values : {}, record), dialog };
}
