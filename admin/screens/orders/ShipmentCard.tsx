import { Button } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Order } from '../../../generated/orders/types.ts';
import type { Shipment } from '../../../generated/shipping/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';
import { DateText } from '../../kit/components/DateText.tsx';
import { DocumentButton } from '../../kit/components/DocumentButton.tsx';
import { Facts } from '../../kit/components/Section.tsx';
import { CopyText } from './CopyText.tsx';
import { ParcelHold } from './ParcelHold.tsx';
import { ParcelStatus } from './ParcelStatus.tsx';
import { QueryCard } from './QueryCard.tsx';

/** Where the parcel is, its label, and the button that sends it. */
export function ShipmentCard({ query, order }: { query: UseQueryResult<Shipment | null>; order: Order }) {
  const [shipping, setShipping] = useState(false);
  const { can } = useAccess();
  const shipment = query.data ?? undefined;
  const hasLabel = shipment?.trackingNumber !== undefined && shipment.status !== 'cancelled' && can('getLabel');
  const canShip = shipment?.status === 'ready' && !shipment.hold && can('dispatchShipment');
  return (
    <QueryCard
      title="Parcel"
      anchor="shipment"
      query={query}
      actions={
        (hasLabel || canShip) && (
          <>
            {hasLabel && <DocumentButton path={`/api/admin/shipments/${shipment.id}/label`}>Label</DocumentButton>}
            {canShip && (
              <Button variant="contained" onClick={() => setShipping(true)}>
                Ship
              </Button>
            )}
          </>
        )
      }
    >
      {found => (
        <>
          {found ? (
            <div className="order-facts">
              <ParcelHold shipment={found} />
              <ShipmentFacts shipment={found} />
            </div>
          ) : (
            <p className="soft">{noShipmentText(order)}</p>
          )}
          {found && shipping && <ShipDialog shipment={found} onClose={() => setShipping(false)} />}
        </>
      )}
    </QueryCard>
  );
}

function noShipmentText({ status }: Order): string {
  if (status === 'pending') return 'There is a parcel once the order is paid.';
  return status === 'cancelled' || status === 'refunded' ? 'Nothing was sent.' : 'The parcel is being made.';
}

function ShipmentFacts({ shipment }: { shipment: Shipment }) {
  const { hold, carrier, trackingNumber, lines, deliveredAt } = shipment;
  return (
    <Facts
      items={[
        {
          label: 'State',
          value: <ParcelStatus shipment={shipment} />,
        },
        ...(hold ? [{ label: 'Held', value: <DateText value={hold.since} /> }] : []),
        ...(carrier === undefined
          ? []
          : [{ label: 'Carrier', value: carrier === 'local' ? 'Local carrier' : carrier }]),
        ...(trackingNumber === undefined
          ? []
          : [
              {
                label: 'Tracking',
                value: (
                  <CopyText value={trackingNumber} label="Tracking number">
                    {trackingNumber}
                  </CopyText>
                ),
              },
            ]),
        ...(deliveredAt === undefined ? [] : [{ label: 'Delivered', value: <DateText value={deliveredAt} /> }]),
        {
          label: 'Pack',
          value: lines.map(({ sku, title, quantity, location }) => (
            <div key={`${sku} ${location ?? ''}`}>
              {quantity} × {title ?? sku}
              {location !== undefined && <span className="faint"> from {location}</span>}
            </div>
          )),
        },
      ]}
    />
  );
}

function ShipDialog({ shipment, onClose }: { shipment: Shipment; onClose(): void }) {
  const { mutate } = useApiMutation();
  const { id: shipmentId, orderNumber } = shipment;
  const ship = async () => {
    const run = (key: string) =>
      bodyOf(api.shipping.dispatchShipment({ path: { shipmentId }, headers: { 'idempotency-key': key } }));
    if (
      await mutate({
        intent: ['ship', shipmentId],
        run,
        successMessage: `The parcel of ${orderNumber} goes to the carrier`,
      })
    )
      onClose();
  };
  return (
    <ConfirmDialog
      open
      title={`Ship ${orderNumber}?`}
      confirmLabel="Ship"
      cancelLabel="Cancel"
      onConfirm={ship}
      onClose={onClose}
    >
      <ul className="order-will">
        <li>The carrier is asked to collect the parcel, and its label can be printed.</li>
        <li>The customer’s card is charged, if it has not been yet.</li>
        <li>The customer gets the tracking number.</li>
        <li>Once the carrier has the parcel the order cannot be cancelled any more, only refunded.</li>
      </ul>
    </ConfirmDialog>
  );
}
