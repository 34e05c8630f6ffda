import { Button } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import type { Message } from '../../generated/notifications/types.ts';
import { api } from '../api.ts';
import { DateText } from '../look/DateText.tsx';
import { StatusChip } from '../look/StatusChip.tsx';
import { useRoles } from '../provider/roles.ts';
import { useAct } from '../provider/use-act.ts';
import { Part } from './Part.tsx';
import { templateInWords } from './timeline.ts';

/** What the customer was told, and the button that tells them again. */
export function MessagesPart({ query, title = 'Messages' }: { query: UseQueryResult<Message[]>; title?: string }) {
  const { may } = useRoles();
  const { act, busy } = useAct();
  const resend = ({ id: messageId, recipient }: Message) => {
    const run = (key: string) => bodyOf(api.notifications.resendMessage({ path: { messageId }, headers: { 'idempotency-key': key } }));
    return act({ what: ['resend', messageId, Date.now()], run, done: `Sent again to ${recipient}` });
  };
  return (
    <Part title={title} query={query}>
      {messages =>
        messages.length === 0 ? (
          <p className="soft">Nothing was sent yet.</p>
        ) : (
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
                  {message.error !== undefined && message.status !== 'sent' && <span className="soft">{message.error}</span>}
                </span>
                {message.status !== 'queued' && may('resendMessage') && (
                  <Button
                    disabled={busy}
                    aria-label={`Send ${templateInWords(message.template)} to ${message.recipient} again`}
                    onClick={() => resend(message)}
                  >
                    Send again
                  </Button>
                )}
              </li>
            ))}
          </ul>
        )
      }
    </Part>
  );
}
