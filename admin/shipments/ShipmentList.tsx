import { resources } from '../../generated/admin/resources.ts';
import { valueAt } from '../resource/labels.ts';
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
        lines: { label: 'Items', render: record => <span className="numeric">{pieces(valueAt(record, 'lines'))}</span> },
      }}
    />
  );
}

/** How many pieces the lines of a parcel hold. */
function pieces(lines: unknown): number {
  if (!Array.isArray(lines)) return 0;
  return lines.reduce<number>((sum, line) => sum + Number(valueAt(line, 'quantity') ?? 0), 0);
}
