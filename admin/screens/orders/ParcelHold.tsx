import { Alert, Button, TextField } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Hold, Shipment } from '../../../generated/shipping/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';
import { holdLabels } from './ParcelStatus.tsx';

const whatNext: Readonly<Record<Hold['reason'], string>> = {
  payment_disputed: 'The parcel stays until the bank decides for you, or you release it.',
  dispute_lost: 'The bank gave the money back to the cardholder. Cancel the order, or release the parcel all the same.',
};

/** Why a parcel is held, and the button that releases it; nothing where it is not. */
export function ParcelHold({ shipment }: { shipment: Shipment }) {
  const [releasing, setReleasing] = useState(false);
  const { can } = useAccess();
  const { hold } = shipment;
  if (!hold) return null;
  return (
    <Alert
      severity="warning"
      className="order-alert"
      action={
        can('releaseShipment') && (
          <Button size="small" onClick={() => setReleasing(true)}>
            Release…
          </Button>
        )
      }
    >
      <strong>{holdLabels[hold.reason]}.</strong> {whatNext[hold.reason]}
      {releasing && <ReleaseDialog shipment={shipment} onClose={() => setReleasing(false)} />}
    </Alert>
  );
}

function ReleaseDialog({ shipment, onClose }: { shipment: Shipment; onClose(): void }) {
  const [reason, setReason] = useState('');
  const { mutate } = useApiMutation();
  const { id: shipmentId, orderNumber, status } = shipment;
  const release = async () => {
    const body = { reason: reason.trim() };
    const run = (key: string) =>
      bodyOf(api.shipping.releaseShipment({ path: { shipmentId }, headers: { 'idempotency-key': key }, body }));
    const successMessage = `The parcel of ${orderNumber} is released`;
    if (await mutate({ intent: ['release', shipmentId, body], run, successMessage })) onClose();
  };
  return (
    <ConfirmDialog
      open
      title={`Release the parcel of ${orderNumber}?`}
      confirmLabel="Release the parcel"
      cancelLabel="Keep it held"
      danger
      disabled={reason.trim() === ''}
      onConfirm={release}
      onClose={onClose}
    >
      <ul className="order-will">
        <li>
          {status === 'ready'
            ? 'It goes to the carrier at once where parcels are sent automatically; otherwise it can be shipped again.'
            : 'It goes on as any other once its stock is there.'}
        </li>
        <li>If the bank decides for the cardholder, both the goods and the money are gone.</li>
        <li>A further dispute of the payment holds it again.</li>
      </ul>
      <TextField
        label="Reason"
        value={reason}
        onChange={event => setReason(event.target.value)}
        required
        autoFocus
        fullWidth
        multiline
        helperText="Kept with your name in the history of the order."
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
    </ConfirmDialog>
  );
}
