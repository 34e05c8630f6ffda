import { resources } from '../../../generated/admin/resources.ts';
import { useAccess } from '../../kit/api/access.ts';
import { ResourceList } from '../../kit/resource/ResourceList.tsx';
import { orderPath } from '../orders/order-path.ts';

/** All reservations of stock. A reservation has the id of its order, which a row opens. */
export default function ReservationList() {
  const { canAccess } = useAccess();
  return (
    <ResourceList
      resource={resources.reservations}
      {...(canAccess(resources.orders, 'show') && { recordTo: record => orderPath(String(record.id), 'timeline') })}
    />
  );
}
