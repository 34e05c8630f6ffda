import { useCallback } from 'react';
import type { RaRecord } from 'react-admin';
import { resources } from '../../../generated/admin/resources.ts';
import { useAccess } from '../../kit/api/access.ts';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { humanize } from '../../kit/components/status-tones.ts';
import { ListPage } from '../../kit/resource/ListPage.tsx';
import { valueAt } from '../../kit/resource/labels.ts';
import { type Column, RecordTable } from '../../kit/resource/RecordTable.tsx';
import { recordPath } from '../../kit/resource/ResourceList.tsx';

const { templates } = resources;

const columns: Column[] = [
  { name: 'id', label: 'Message', primary: true, render: ({ id }) => humanize(String(id)) },
  { name: 'text.subject', label: 'Subject', render: record => String(valueAt(record, 'text.subject') ?? '') },
  {
    name: 'changed',
    label: 'Text',
    render: ({ changed }) =>
      changed === true ? (
        <StatusChip status="changed" tone="info">
          Yours
        </StatusChip>
      ) : (
        <span className="soft">Original</span>
      ),
  },
];

/** The messages that customers get; their texts can be changed. */
export default function TemplateList() {
  const { can } = useAccess();
  const page = can('saveTemplate') ? 'edit' : 'show';
  const to = useCallback((record: RaRecord) => recordPath('templates', record, page), [page]);
  return (
    <ListPage resource={templates} subtitle="What customers read, and when. Changes count from the next message on.">
      <RecordTable label="Templates" columns={columns} recordTo={to} editTo={to} />
    </ListPage>
  );
}
