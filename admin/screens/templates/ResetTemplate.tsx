import { Button } from '@mui/material';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { TemplateText } from '../../../generated/notifications/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';

/** Back to the text that came with the shop. */
export function ResetTemplate({ id, text }: { id: string; text: TemplateText }) {
  const [open, setOpen] = useState(false);
  const { can } = useAccess();
  const { mutate } = useApiMutation();
  const navigate = useNavigate();
  if (!can('resetTemplate')) return null;
  const path = { templateId: id };
  const reset = async () => {
    const done = await mutate({
      intent: ['reset', id],
      run: () => bodyOf(api.notifications.resetTemplate({ path })),
      successMessage: 'Back to the text that came with the shop.',
      undo: ({ version }) => ({
        run: () => bodyOf(api.notifications.saveTemplate({ path, body: { ...text, version } })),
        successMessage: 'Your text is back.',
      }),
    });
    if (done) navigate('/templates');
  };
  return (
    <>
      <Button onClick={() => setOpen(true)}>Back to the original</Button>
      <ConfirmDialog
        open={open}
        title="Go back to the original text?"
        confirmLabel="Go back"
        cancelLabel="Keep this text"
        danger
        onConfirm={reset}
        onClose={() => setOpen(false)}
      >
        <p className="soft">The text that was saved here is taken out of use. You can take this back right after it.</p>
      </ConfirmDialog>
    </>
  );
}
