import type { RaRecord } from 'react-admin';
import { resources } from '../../../generated/admin/resources.ts';
import { useAccess } from '../../kit/api/access.ts';
import { calls } from '../../kit/api/clients.ts';
import { humanize } from '../../kit/components/status-tones.ts';
import { BulkAction } from '../../kit/resource/BulkAction.tsx';
import { FieldValue } from '../../kit/resource/FieldValue.tsx';
import { valueAt } from '../../kit/resource/labels.ts';
import { ResourceList } from '../../kit/resource/ResourceList.tsx';

const views = [
  { label: 'Failed', filter: { status: 'failed' } },
  { label: 'Still to be sent', filter: { status: 'queued' } },
];

const order = resources.messages.list.columns.find(({ name }) => name === 'orderId');
const numberOf = ({ orderNumber }: RaRecord) => (typeof orderNumber === 'string' ? orderNumber : undefined);

/** What was sent to whom. */
export default function MessageList() {
  const { can } = useAccess();
  return (
    <ResourceList
      resource={resources.messages}
      views={views}
      bulk={can('resendMessage') && <ResendSelected />}
      columns={{
        subject: { grows: true },
        template: { label: 'About', render: record => humanize(String(valueAt(record, 'template') ?? '')) },
        channel: { label: 'By' },
        orderId: {
          render: record =>
            order && <FieldValue field={order} value={record.orderId} referenceLabel={numberOf(record)} />,
        },
      }}
    />
  );
}

function ResendSelected() {
  return (
    <BulkAction
      label="Send again"
      itemName="message"
      isApplicable={({ status }) => status !== 'queued'}
      applicability="What has not been sent yet is not sent again."
      run={(id, key) => calls.messages.actions.resend(id, {}, { idempotencyKey: key })}
      outcome="on the way again"
    >
      <p className="soft">
        Each customer gets a copy, with the template as it reads today. A message that was sent cannot be called back.
      </p>
    </BulkAction>
  );
}
