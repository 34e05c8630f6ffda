import { resources } from '../../../generated/admin/resources.ts';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { ResourceList } from '../../kit/resource/ResourceList.tsx';

/** Who works here. */
export default function StaffList() {
  return (
    <ResourceList
      resource={resources.staff}
      subtitle="Who may sign in here, and what each may do."
      columns={{
        status: {
          label: 'Access',
          mobile: 'aside',
          render: ({ status }) =>
            status === 'active' ? (
              <StatusChip status="active">Has access</StatusChip>
            ) : (
              <StatusChip status={String(status)} />
            ),
        },
        createdAt: { label: 'Since' },
      }}
    />
  );
}
