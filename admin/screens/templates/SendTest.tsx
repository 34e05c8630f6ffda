import { Button } from '@mui/material';
import { useFormContext } from 'react-hook-form';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { TemplateText } from '../../../generated/notifications/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';

/** Sends the text as it is typed, with an example order, to whoever presses it. */
export function SendTest({ id }: { id: string }) {
  const { getValues } = useFormContext<TemplateText>();
  const { can } = useAccess();
  const { busy, mutate } = useApiMutation();
  if (!can('sendTemplateTest')) return null;
  const send = () => {
    const { subject, mjml, text, sms } = getValues();
    const body = { subject, mjml, text, sms };
    return mutate({
      intent: ['template-test', id, body],
      run: key =>
        bodyOf(
          api.notifications.sendTemplateTest({ path: { templateId: id }, headers: { 'idempotency-key': key }, body }),
        ),
      successMessage: ({ recipient }) => `A test is on its way to ${recipient}.`,
    });
  };
  return (
    <Button disabled={busy} onClick={() => void send()}>
      {busy ? 'Sending…' : 'Send a test to me'}
    </Button>
  );
}
