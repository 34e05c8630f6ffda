import { Button } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import type { Message } from '../../../generated/notifications/types.ts';
import { useRoles } from '../../kit/api/access.ts';
import { DateText } from '../../kit/components/DateText.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { ResendDialog } from '../messages/ResendDialog.tsx';
import { Part } from './QueryCard.tsx';
import { templateInWords } from './timeline.ts';

/** What the customer was told, and the button that tells them again. */
export function MessagesPart({ query, title = 'Messages' }: { query: UseQueryResult<Message[]>; title?: string }) {
  const { may } = useRoles();
  const [again, setAgain] = useState<Message>();
  return (
    <Part title={title} query={query}>
      {messages =>
        messages.length === 0 ? (
          <p className="soft">Nothing was sent yet.</p>
        ) : (
          <>
            {again && (
              <ResendDialog messageId={again.id} recipient={again.recipient} onClose={() => setAgain(undefined)} />
            )}
            <ul className="order-messages">
              {messages.map(message => (
                <li key={message.id}>
                  <span>
                    <span>
                      {templateInWords(message.template)} <StatusChip status={message.status} />
                    </span>
                    <span className="soft">
                      {message.recipient}, <DateText value={message.sentAt ?? message.createdAt} />
                    </span>
                    {message.error !== undefined && message.status !== 'sent' && (
                      <span className="soft">{message.error}</span>
                    )}
                  </span>
                  {message.status !== 'queued' && may('resendMessage') && (
                    <Button
                      aria-label={`Send again: ${templateInWords(message.template)} to ${message.recipient}`}
                      onClick={() => setAgain(message)}
                    >
                      Send again
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </>
        )
      }
    </Part>
  );
}
