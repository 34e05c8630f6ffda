import { TextField } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { CategoryChange, CategoryRecord } from '../../../generated/catalog/types.ts';
import { api } from '../../kit/api/clients.ts';
import { type ApiMutation, useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';
import { CategoryPicture } from './CategoryPicture.tsx';
import { type CategoryForm, categoryChange, parsePosition, revertedChange } from './category-change.ts';

export interface CategoryDialogProps {
  /** The category to change; a new one where there is none. */
  category: CategoryRecord | undefined;
  taken: readonly CategoryRecord[];
  onClose(): void;
}

/**
 * Adds a category, or changes the name, place and picture of one. The products of a renamed one take the new name, and
 * links to the old one lead to it.
 */
export function CategoryDialog({ category, taken, onClose }: CategoryDialogProps) {
  const [typed, setTyped] = useState(category?.name ?? '');
  const [position, setPosition] = useState(String(category?.position ?? 0));
  const [image, setImage] = useState(category?.image);
  const { mutate } = useApiMutation();
  const form: CategoryForm = { name: typed.trim().replaceAll(/\s+/g, ' '), position, image };
  const { name } = form;
  const other = taken.find(known => known.id !== category?.id && known.name.toLowerCase() === name.toLowerCase());
  const isPlace = parsePosition(position) !== undefined;
  const change = category && categoryChange(category, form);
  const save = async () => {
    const mutation = category && change ? changing(category, change) : adding(form);
    if (await mutate(mutation)) onClose();
  };
  return (
    <ConfirmDialog
      open
      title={category ? `Change ${category.name}` : 'Add a category'}
      confirmLabel={category ? 'Save' : 'Add'}
      disabled={name === '' || other !== undefined || !isPlace || (category !== undefined && change === undefined)}
      onConfirm={save}
      onClose={onClose}
    >
      <div className="settings-form">
        <TextField
          label="Name"
          value={typed}
          onChange={event => setTyped(event.target.value)}
          required
          autoFocus
          error={other !== undefined}
          helperText={other ? `${other.name} is there already.` : category && renamingText(category, name)}
          slotProps={{ htmlInput: { maxLength: 200, autoComplete: 'off' } }}
        />
        <TextField
          label="Place in lists"
          value={position}
          onChange={event => setPosition(event.target.value)}
          error={!isPlace}
          helperText={isPlace ? 'Lower numbers come first; equal ones go by name.' : 'A whole number, such as 10.'}
          slotProps={{ htmlInput: { inputMode: 'numeric', autoComplete: 'off' } }}
        />
        <CategoryPicture alt={name} image={image} onChange={setImage} />
      </div>
    </ConfirmDialog>
  );
}

/** What a new name means. */
function renamingText({ name: before, products }: CategoryRecord, name: string): string | undefined {
  if (name === before || name === '') return undefined;
  const links = 'Links to the old name lead to the new one.';
  if (products === 0) return `No product has it yet. ${links}`;
  const taking = products === 1 ? 'product takes' : 'products take';
  return `${products.toLocaleString()} ${taking} the new name within seconds. ${links}`;
}

function adding({ name, position, image }: CategoryForm): ApiMutation<CategoryRecord> {
  const body = { name, position: parsePosition(position) ?? 0, ...(image ? { image } : {}) };
  return {
    intent: ['add-category', body],
    run: key => bodyOf(api.catalog.createCategory({ body, headers: { 'idempotency-key': key } })),
    successMessage: `${name} was added.`,
  };
}

function changing(category: CategoryRecord, change: CategoryChange): ApiMutation<CategoryRecord> {
  const { id: categoryId, version } = category;
  const update = (body: CategoryChange) => bodyOf(api.catalog.updateCategory({ path: { categoryId }, body }));
  return {
    intent: ['change-category', categoryId, version, change],
    run: () => update({ ...change, version }),
    successMessage: change.name === undefined ? `${category.name} was changed.` : `It is called ${change.name} now.`,
    undo: changed => ({
      run: () => update({ ...revertedChange(category, change), version: changed.version }),
      successMessage: `${category.name} is as it was.`,
    }),
  };
}
