import { TextField } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { CategoryRecord } from '../../../generated/catalog/types.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';

export interface CategoryDialogProps {
  /** The category to rename; a new one where there is none. */
  category: CategoryRecord | undefined;
  taken: readonly CategoryRecord[];
  onClose(): void;
}

/** Adds a category, or renames one: its products take the new name, and links to the old one lead to it. */
export function CategoryDialog({ category, taken, onClose }: CategoryDialogProps) {
  const [typed, setTyped] = useState(category?.name ?? '');
  const { mutate } = useApiMutation();
  const name = typed.trim().replaceAll(/\s+/g, ' ');
  const other = taken.find(known => known.id !== category?.id && known.name.toLowerCase() === name.toLowerCase());
  const save = async () => {
    const done = category ? await mutate(renaming(category, name)) : await mutate(adding(name));
    if (done) onClose();
  };
  return (
    <ConfirmDialog
      open
      title={category ? `Rename ${category.name}` : 'Add a category'}
      confirmLabel={category ? 'Rename' : 'Add'}
      disabled={name === '' || name === category?.name || other !== undefined}
      onConfirm={save}
      onClose={onClose}
    >
      <div className="settings-form">
        {category && (
          <p className="soft">
            {category.products === 0
              ? 'No product has it yet.'
              : `${category.products.toLocaleString()} ${category.products === 1 ? 'product takes' : 'products take'} the new name within seconds.`}{' '}
            Links to the old name lead to the new one.
          </p>
        )}
        <TextField
          label="Name"
          value={typed}
          onChange={event => setTyped(event.target.value)}
          required
          autoFocus
          error={other !== undefined}
          helperText={other && `${other.name} is there already.`}
          slotProps={{ htmlInput: { maxLength: 200, autoComplete: 'off' } }}
        />
      </div>
    </ConfirmDialog>
  );
}

function adding(name: string) {
  const body = { name };
  return {
    intent: ['add-category', body],
    run: (key: string) => bodyOf(api.catalog.createCategory({ body, headers: { 'idempotency-key': key } })),
    successMessage: `${name} was added.`,
  };
}

function renaming({ id: categoryId, name: before, version }: CategoryRecord, name: string) {
  const rename = (body: { name: string; version: number }) =>
    bodyOf(api.catalog.updateCategory({ path: { categoryId }, body }));
  return {
    intent: ['rename-category', categoryId, version, name],
    run: () => rename({ name, version }),
    successMessage: `It is called ${name} now.`,
    undo: (renamed: CategoryRecord) => ({
      run: () => rename({ name: before, version: renamed.version }),
      successMessage: `It is called ${before} again.`,
    }),
  };
}
