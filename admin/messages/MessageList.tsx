import { resources } from '../../generated/admin/resources.ts';
import { words } from '../look/tones.ts';
import { valueAt } from '../resource/labels.ts';
import { ResourceList } from '../resource/ResourceList.tsx';

const views = [
  { label: 'Failed', filter: { status: 'failed' } },
  { label: 'Still to be sent', filter: { status: 'queued' } },
];

/** What was sent to whom. */
export default function MessageList() {
  return (
    <ResourceList
      resource={resources.messages}
      views={views}
      columns={{
        template: { label: 'About', render: record => words(String(valueAt(record, 'template') ?? '')) },
        channel: { label: 'By' },
      }}
    />
  );
}
