import { resources } from '../../generated/admin/resources.ts';
import { unitsColumn } from '../orders/units-column.tsx';
import { ResourceList } from '../resource/ResourceList.tsx';

const views = [
  { label: 'To send', filter: { status: 'ready' } },
  { label: 'Waiting for stock', filter: { status: 'waiting' } },
  { label: 'On the way', filter: { status: 'in_transit' } },
];

/** All parcels. */
export default function ShipmentList() {
  return (
    <ResourceList
      resource={resources.shipments}
      views={views}
      columns={{
        'address.name': { label: 'To' },
        lines: unitsColumn,
      }}
    />
  );
}
