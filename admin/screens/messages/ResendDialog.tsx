import { calls } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';

export interface ResendDialogProps {
  messageId: string;
  recipient: string;
  onClose(): void;
}

/** Asks for confirmation before a message is sent again, which cannot be undone. */
export function ResendDialog({ messageId, recipient, onClose }: ResendDialogProps) {
  const { mutate } = useApiMutation();
  const resend = async () => {
    const sent = await mutate({
      intent: ['resend', messageId],
      run: key => calls.messages.actions.resend(messageId, {}, { idempotencyKey: key }),
      successMessage: `On its way to ${recipient} again.`,
    });
    if (sent) onClose();
  };
  return (
    <ConfirmDialog
      open
      title="Send this message again?"
      confirmLabel="Send again"
      cancelLabel="Cancel"
      onConfirm={resend}
      onClose={onClose}
    >
      <p className="soft">
        {recipient} gets a second copy, with the template as it reads today. A message that was sent cannot be called
        back.
      </p>
    </ConfirmDialog>
  );
}
