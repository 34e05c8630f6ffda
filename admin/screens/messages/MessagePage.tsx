import './message.css';
import { Button, Skeleton } from '@mui/material';
import { useState } from 'react';
import type { RaRecord } from 'react-admin';
import { resources } from '../../../generated/admin/resources.ts';
import type { ReadableMessage } from '../../../generated/notifications/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { EmptyState } from '../../kit/components/EmptyState.tsx';
import { Columns } from '../../kit/components/Page.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { Details } from '../../kit/resource/Details.tsx';
import { ResourceShow } from '../../kit/resource/ResourceShow.tsx';
import { MailPreview } from './MailPreview.tsx';
import { ResendDialog } from './ResendDialog.tsx';

const { messages } = resources;
/** The order number stands in the reference to the order. */
const facts = messages.fields.filter(({ name }) => !['content', 'status', 'id', 'orderNumber'].includes(name));

/** One message: its content, its delivery, and a resend button. */
export default function MessagePage() {
  return (
    <ResourceShow resource={messages} excludeActions={['resend']} actions={record => <ResendButton record={record} />}>
      {(record, _details, isComplete) => {
        const { content, channel }: Pick<ReadableMessage, 'content' | 'channel'> = {
          content: record.content,
          channel: record.channel,
        };
        return (
          <Columns
            main={
              <Section title={channel === 'sms' ? 'Text message' : 'E-mail'} flush={channel !== 'sms'}>
                {content === undefined && !isComplete ? (
                  <Skeleton variant="rounded" height={320} role="status" aria-label="Loading" />
                ) : content === undefined ? (
                  <EmptyState title="It cannot be shown">
                    Its template does not render with what this message says.
                  </EmptyState>
                ) : channel === 'sms' ? (
                  <p className="message-bubble">{content.sms}</p>
                ) : (
                  <MailPreview preview={content} />
                )}
              </Section>
            }
            side={<Details fields={facts} record={record} />}
          />
        );
      }}
    </ResourceShow>
  );
}

/** Sends the message again, as a new one. */
function ResendButton({ record }: { record: RaRecord }) {
  const [open, setOpen] = useState(false);
  const { can } = useAccess();
  if (!can('resendMessage')) return null;
  const isWaiting = record.status === 'queued';
  return (
    <>
      <Button
        onClick={() => setOpen(true)}
        disabled={isWaiting}
        title={isWaiting ? 'It has not been sent yet' : undefined}
      >
        Send again
      </Button>
      {open && (
        <ResendDialog
          messageId={String(record.id)}
          recipient={String(record.recipient)}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}
