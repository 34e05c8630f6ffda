import { FormControlLabel, MenuItem, Switch, TextField } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Attribute, AttributeChange, AttributeType } from '../../../generated/catalog/types.ts';
import { counted } from '../../../look/counted.ts';
import { api } from '../../kit/api/clients.ts';
import { type ApiMutation, useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';
import { parsePosition } from '../settings/category-change.ts';
import {
  type AttributeForm,
  changeOf,
  draftOf,
  formOf,
  formProblems,
  isComplete,
  revertedChange,
  typeNames,
} from './attribute-form.ts';
import { ValuesField } from './ValuesField.tsx';

export interface AttributeDialogProps {
  /** The attribute to change; a new one where there is none. */
  attribute: Attribute | undefined;
  taken: readonly Attribute[];
  onClose(): void;
}

const isType = (text: string): text is AttributeType => Object.hasOwn(typeNames, text);

/** Adds an attribute, or changes one; its type stays. Products that have it take its new name. */
export function AttributeDialog({ attribute, taken, onClose }: AttributeDialogProps) {
  const [form, setForm] = useState(() => formOf(attribute));
  const { mutate } = useApiMutation();
  const set = (part: Partial<AttributeForm>) => setForm(before => ({ ...before, ...part }));
  const others = taken.filter(({ id }) => id !== attribute?.id).map(({ name }) => name);
  const problems = formProblems(form, others);
  const change = attribute && changeOf(attribute, form);
  const isPlace = parsePosition(form.position) !== undefined;
  const canSave = isComplete(form) && Object.keys(problems).length === 0 && (!attribute || change !== undefined);
  const save = async () => {
    const mutation = attribute && change ? changing(attribute, change) : adding(form);
    if (await mutate(mutation)) onClose();
  };
  return (
    <ConfirmDialog
      open
      title={attribute ? `Change ${attribute.name}` : 'Add an attribute'}
      confirmLabel={attribute ? 'Save' : 'Add'}
      disabled={!canSave}
      onConfirm={save}
      onClose={onClose}
    >
      <div className="settings-form">
        <TextField
          label="Name"
          value={form.name}
          onChange={event => set({ name: event.target.value })}
          required
          autoFocus
          error={problems.name !== undefined}
          helperText={problems.name ?? renamingText(attribute, form.name)}
          slotProps={{ htmlInput: { maxLength: 100, autoComplete: 'off' } }}
        />
        <TextField
          select
          label="Type"
          value={form.type}
          disabled={attribute !== undefined}
          onChange={event => isType(event.target.value) && set({ type: event.target.value })}
          helperText={attribute ? 'The type stays as it is.' : undefined}
        >
          {Object.entries(typeNames).map(([type, name]) => (
            <MenuItem key={type} value={type}>
              {name}
            </MenuItem>
          ))}
        </TextField>
        {form.type === 'choice' && (
          <ValuesField values={form.values} problem={problems.values} onChange={values => set({ values })} />
        )}
        {form.type === 'number' && (
          <TextField
            label="Unit"
            value={form.unit}
            onChange={event => set({ unit: event.target.value })}
            helperText="What it counts, such as kcal or g."
            slotProps={{ htmlInput: { maxLength: 20, autoComplete: 'off' } }}
          />
        )}
        {form.type !== 'text' && (
          <FormControlLabel
            control={<Switch checked={form.filterable} onChange={(_, filterable) => set({ filterable })} />}
            label="Shoppers may filter by it"
          />
        )}
        <TextField
          label="Place in lists"
          value={form.position}
          onChange={event => set({ position: event.target.value })}
          error={!isPlace}
          helperText={isPlace ? 'Lower numbers come first; equal ones go by name.' : 'A whole number, such as 10.'}
          slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
        />
      </div>
    </ConfirmDialog>
  );
}

/** What a new name means. */
function renamingText(attribute: Attribute | undefined, name: string): string | undefined {
  if (!attribute || attribute.products === 0 || name.trim() === attribute.name) return undefined;
  return `${counted(attribute.products, 'product takes', 'products take')} the new name within seconds.`;
}

function adding(form: AttributeForm): ApiMutation<Attribute> {
  const body = draftOf(form);
  return {
    intent: ['add-attribute', body],
    run: key => bodyOf(api.catalog.createAttribute({ body, headers: { 'idempotency-key': key } })),
    successMessage: `${body.name} was added.`,
  };
}

function changing(attribute: Attribute, change: AttributeChange): ApiMutation<Attribute> {
  const { id: attributeId, version, name } = attribute;
  const update = (body: AttributeChange) => bodyOf(api.catalog.updateAttribute({ path: { attributeId }, body }));
  return {
    intent: ['change-attribute', attributeId, version, change],
    run: () => update({ ...change, version }),
    successMessage: change.name === undefined ? `${name} was changed.` : `It is called ${change.name} now.`,
    undo: changed => ({
      run: () => update({ ...revertedChange(attribute, change), version: changed.version }),
      successMessage: `${name} is as it was.`,
    }),
  };
}
