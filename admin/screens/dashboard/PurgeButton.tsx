import { Button, TextField } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';

/** Everything that pages of the shop are made of, beside single products. */
const everything = 'products categories search media';

/** Purges the edge cache by tag, for a page that looks outdated. */
export function PurgeButton() {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(everything);
  const { mutate } = useApiMutation();
  const tags = [...new Set(text.split(/[\s,]+/).filter(Boolean))];
  const purge = async () => {
    const purged = await mutate({
      intent: ['purge', tags],
      run: () => bodyOf(api.edge.purgeTags({ body: { tags } })),
      successMessage: ({ removed }) => `The cache forgot ${removed.toLocaleString()} answers`,
    });
    if (purged) setOpen(false);
  };
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        Purge
      </Button>
      <ConfirmDialog
        open={open}
        title="Purge the edge cache"
        confirmLabel="Purge"
        cancelLabel="Cancel"
        disabled={tags.length === 0}
        onConfirm={purge}
        onClose={() => setOpen(false)}
      >
        <p className="soft">
          Changes purge by themselves; this is for when something still looks old. Answers with one of these tags are
          fetched anew the next time somebody asks: a little slower once, and nothing is lost.
        </p>
        <TextField
          label="Tags"
          helperText="Separated by spaces, such as product:bananas or stock:1082185"
          value={text}
          onChange={event => setText(event.target.value)}
          fullWidth
          margin="normal"
        />
      </ConfirmDialog>
    </>
  );
}
