import type { Hold, Shipment } from '../../../generated/shipping/types.ts';
import { StatusChip } from '../../kit/components/StatusChip.tsx';

const states: Readonly<Record<Shipment['status'], string>> = {
  waiting: 'Waits for stock',
  ready: 'Ready to ship',
  created: 'Handed over',
  in_transit: 'On its way',
  delivered: 'Delivered',
  cancelled: 'Held back',
};

/** The reasons for which parcels are held, in short. */
export const holdLabels: Readonly<Record<Hold['reason'], string>> = {
  payment_disputed: 'Payment disputed',
  dispute_lost: 'Dispute lost',
};

/** Where a parcel is, or why it stays. */
export function ParcelStatus({ shipment: { status, hold } }: { shipment: Pick<Shipment, 'status' | 'hold'> }) {
  return <StatusChip status={hold?.reason ?? status}>{hold ? holdLabels[hold.reason] : states[status]}</StatusChip>;
}
