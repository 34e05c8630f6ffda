import { Button, Skeleton } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { RefundMessage } from '../../../generated/notifications/types.ts';
import { toApiError } from '../../kit/api/api-error.ts';
import { api } from '../../kit/api/clients.ts';
import { LoadError } from '../../kit/components/LoadError.tsx';
import { useDebounced } from '../../kit/resource/use-debounced.ts';
import { MailPreview } from '../messages/MailPreview.tsx';

const PAUSE_MS = 400;

interface RefundMailProps {
  /** What the mail says; absent while nothing that can be refunded is chosen. */
  message: RefundMessage | undefined;
  recipient: string;
  /** Whether there will be a mail, and the person may see it. */
  isOffered: boolean;
  /** The choice whether the customer gets it. */
  children: ReactNode;
}

/** The mail that the customer will get, as on a phone. It follows what is chosen; looking at it sends nothing. */
export function RefundMail({ message, recipient, isOffered, children }: RefundMailProps) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const isShown = isOffered && isOpen;
  return (
    <div className="refund-mail">
      <div className="refund-mail-choice">
        {children}
        {isOffered && (
          <Button aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
            {isOpen ? 'Hide the mail' : 'Show the mail'}
          </Button>
        )}
      </div>
      <div id={id} hidden={!isShown}>
        {isShown && <p className="soft">To {recipient}. Nothing is sent before you refund.</p>}
        {isShown && (message ? <Shown message={message} /> : <p className="soft">Choose what to refund first.</p>)}
      </div>
    </div>
  );
}

function Shown({ message }: { message: RefundMessage }) {
  const body = useDebounced(message, PAUSE_MS);
  const { data, error, refetch } = useQuery({
    queryKey: ['refund-message', body],
    queryFn: async ({ signal }) => {
      try {
        return await bodyOf(api.notifications.previewRefundMessage({ body }, { signal }));
      } catch (failure) {
        throw toApiError(failure);
      }
    },
    placeholderData: keepPreviousData,
  });
  if (error) return <LoadError error={error} onRetry={() => void refetch()} />;
  return data ? (
    <MailPreview preview={data} width="phone" />
  ) : (
    <Skeleton variant="rounded" height={320} role="status" aria-label="Loading" />
  );
}
