import type { RaRecord } from 'react-admin';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { resources } from '../../../generated/admin/resources.ts';
import type { Shipment } from '../../../generated/shipping/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { BulkAction } from '../../kit/resource/BulkAction.tsx';
import { ResourceList } from '../../kit/resource/ResourceList.tsx';
import { orderPath } from '../orders/order-path.ts';
import { ParcelStatus } from '../orders/ParcelStatus.tsx';
import { unitsColumn } from '../orders/units-column.tsx';

const views = [
  { label: 'To send', filter: { status: 'ready', held: false } },
  { label: 'Held', filter: { held: true } },
  { label: 'Waiting for stock', filter: { status: 'waiting' } },
  { label: 'On the way', filter: { status: 'in_transit' } },
];

/** A row of the list as a parcel; react-admin types records by their id only. */
const asShipment = (record: RaRecord): Shipment => record as Shipment & RaRecord;

/** All parcels. */
export default function ShipmentList() {
  const { can } = useAccess();
  return (
    <ResourceList
      resource={resources.shipments}
      views={views}
      recordTo={record => orderPath(String(record.orderId), 'shipment')}
      bulk={can('dispatchShipment') && <ShipSelected />}
      columns={{
        'address.name': { label: 'To' },
        lines: unitsColumn,
        status: { render: record => <ParcelStatus shipment={asShipment(record)} /> },
      }}
    />
  );
}

function ShipSelected() {
  return (
    <BulkAction
      label="Ship"
      itemName="parcel"
      isApplicable={({ status, hold }) => status === 'ready' && !hold}
      applicability="Only parcels that are ready and not held can be shipped."
      run={(id, key) =>
        bodyOf(api.shipping.dispatchShipment({ path: { shipmentId: id }, headers: { 'idempotency-key': key } }))
      }
      outcome="on the way to the carrier"
    >
      <p className="soft">
        The carrier is asked to collect them, cards are charged that have not been yet, and each customer gets the
        tracking number. What has left cannot be called back.
      </p>
    </BulkAction>
  );
}
