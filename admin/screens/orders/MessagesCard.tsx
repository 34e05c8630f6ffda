import { Button } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Message } from '../../../generated/notifications/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { DateText } from '../../kit/components/DateText.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { ResendDialog } from '../messages/ResendDialog.tsx';
import { QueryCard } from './QueryCard.tsx';
import { templateName } from './timeline.ts';

const MAX_SHOWN = 6;

/** Messages to the customer, with a resend button. */
export function MessagesCard({ query, title = 'Messages' }: { query: UseQueryResult<Message[]>; title?: string }) {
  const { can } = useAccess();
  const [again, setAgain] = useState<Message>();
  const [all, setAll] = useState(false);
  return (
    <QueryCard title={title} query={query}>
      {messages =>
        messages.length === 0 ? (
          <p className="soft">Nothing was sent yet.</p>
        ) : (
          <>
            {again && (
              <ResendDialog messageId={again.id} recipient={again.recipient} onClose={() => setAgain(undefined)} />
            )}
            <ul className="order-messages">
              {(all ? messages : messages.slice(0, MAX_SHOWN)).map(message => (
                <li key={message.id}>
                  <span>
                    <span>
                      {templateName(message.template)} <StatusChip status={message.status} />
                    </span>
                    <span className="soft">
                      {message.recipient}, <DateText value={message.sentAt ?? message.createdAt} />
                    </span>
                    {message.error !== undefined && message.status !== 'sent' && (
                      <span className="soft">{message.error}</span>
                    )}
                  </span>
                  {message.status !== 'queued' && can('resendMessage') && (
                    <Button
                      aria-label={`Send again: ${templateName(message.template)} to ${message.recipient}`}
                      onClick={() => setAgain(message)}
                    >
                      Send again
                    </Button>
                  )}
                </li>
              ))}
            </ul>
            {messages.length > MAX_SHOWN && (
              <Button size="small" variant="text" aria-expanded={all} onClick={() => setAll(!all)}>
                {all ? 'Show fewer' : `Show ${messages.length - MAX_SHOWN} more`}
              </Button>
            )}
          </>
        )
      }
    </QueryCard>
  );
}
