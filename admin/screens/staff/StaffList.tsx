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
        active: {
          label: 'Access',
          mobile: 'aside',
          render: ({ active }) =>
            active === true ? (
              <StatusChip status="active">Has access</StatusChip>
            ) : (
              <StatusChip status="archived" tone="neutral">
                Deactivated
              </StatusChip>
            ),
        },
        createdAt: { label: 'Since' },
      }}
    />
  );
}
