import type { Order } from '../../../generated/orders/types.ts';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { isPartlyRefunded } from './refundable.ts';

/** An order's status, and whether a part of its money was refunded. */
export function OrderStatus({ order }: { order: Pick<Order, 'status' | 'totals'> }) {
  return (
    <>
      <StatusChip status={order.status} />
      {isPartlyRefunded(order) && (
        <>
          {' '}
          <StatusChip status="partly_refunded" />
        </>
      )}
    </>
  );
}
