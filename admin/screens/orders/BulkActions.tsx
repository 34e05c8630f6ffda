import { Button } from '@mui/material';
import { useListContext } from 'react-admin';
import { Link } from 'react-router';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { DocumentButton } from '../../kit/components/DocumentButton.tsx';
import { BulkAction } from '../../kit/resource/BulkAction.tsx';
import { ExportSelected } from '../../kit/resource/ExportButton.tsx';
import { orderExport } from './order-export.ts';
import { MAX_PICKED } from './pick-list.ts';
import { TagSelected } from './TagSelected.tsx';

/** Bulk actions on the selected orders: what packing them takes. */
export function BulkActions() {
  const { selectedIds } = useListContext();
  const { can } = useAccess();
  const ids = selectedIds.map(String).join(',');
  const areFew = selectedIds.length <= MAX_PICKED;
  return (
    <>
      {can('dispatchShipment') && <ShipSelected />}
      {areFew && can('getLabels') && (
        <DocumentButton path={`/api/admin/shipping-labels?orderIds=${ids}`}>Labels</DocumentButton>
      )}
      {areFew && can('listShipments') && (
        <Button variant="outlined" size="small" component={Link} to={`/pick-list?orders=${ids}`}>
          Pick list
        </Button>
      )}
      {can('changeOrderTags') && <TagSelected />}
      {can('exportOrdersAsCsv') && <ExportSelected of={orderExport} noun="orders" />}
    </>
  );
}

function ShipSelected() {
  return (
    <BulkAction
      label="Ship"
      itemName="order"
      isApplicable={({ status }) => status === 'paid'}
      applicability="Only paid orders that have not left can be shipped."
      run={shipParcelOf}
      outcome="on the way to the carrier"
    >
      <p className="soft">
        The carrier is asked to collect their parcels, cards are charged that have not been yet, and each customer gets
        the tracking number. What has left cannot be called back.
      </p>
    </BulkAction>
  );
}

/** Ships the parcel of an order. Rejects where there is none yet, or it may not leave. */
async function shipParcelOf(orderId: string, key: string): Promise<unknown> {
  const { items } = await bodyOf(api.shipping.listShipments({ query: { orderId, limit: 1 } }));
  const [shipment] = items;
  if (!shipment) throw new Error('There is no parcel yet.');
  return bodyOf(
    api.shipping.dispatchShipment({ path: { shipmentId: shipment.id }, headers: { 'idempotency-key': key } }),
  );
}
