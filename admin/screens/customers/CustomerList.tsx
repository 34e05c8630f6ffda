import { resources } from '../../../generated/admin/resources.ts';
import { ResourceList } from '../../kit/resource/ResourceList.tsx';

const columns = {
  name: { label: 'Name' },
  email: { label: 'E-mail' },
  firstOrderAt: { label: 'Since' },
  lastOrderAt: { label: 'Latest order' },
};

/** All customers, the latest order first. */
export default function CustomerList() {
  return <ResourceList resource={resources.customers} columns={columns} />;
}
