import { Button } from '@mui/material';
import { useState } from 'react';
import { useListContext } from 'react-admin';
import { counted } from '../../../look/counted.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';
import { changeTags, undoTags } from './change-tags.ts';
import { TagInput } from './TagInput.tsx';

/** Adds tags to the selected orders and takes tags away. */
export function TagSelected() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="outlined" size="small" onClick={() => setOpen(true)}>
        Tags
      </Button>
      {open && <TagDialog onClose={() => setOpen(false)} />}
    </>
  );
}

function TagDialog({ onClose }: { onClose(): void }) {
  const { selectedIds, onUnselectItems } = useListContext();
  const [add, setAdd] = useState<string[]>([]);
  const [remove, setRemove] = useState<string[]>([]);
  const { mutate } = useApiMutation();
  const ids = selectedIds.map(String);
  const many = (count: number) => counted(count, 'order');

  async function apply(): Promise<void> {
    const done = await mutate({
      intent: ['changeOrderTags', ids, add, remove],
      run: () => changeTags(ids, { add, remove }),
      successMessage: changed =>
        `Tags of ${many(changed.filter(({ added, removed }) => added.length + removed.length > 0).length)} changed.`,
      undo: changed => ({ run: () => undoTags(changed) }),
    });
    if (!done) return;
    onUnselectItems();
    onClose();
  }
  return (
    <ConfirmDialog
      open
      title={`Tags of ${many(ids.length)}`}
      confirmLabel="Change tags"
      cancelLabel="Cancel"
      disabled={add.length + remove.length === 0}
      onConfirm={apply}
      onClose={onClose}
    >
      <div className="form-fields">
        <TagInput label="Add" value={add} onChange={setAdd} />
        <TagInput label="Take away" value={remove} onChange={setRemove} isFree={false} />
      </div>
    </ConfirmDialog>
  );
}
