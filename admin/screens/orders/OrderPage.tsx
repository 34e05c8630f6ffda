import './orders.css';
import { Button } from '@mui/material';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { Order } from '../../../generated/orders/types.ts';
import { useRoles } from '../../kit/api/access.ts';
import { DateText } from '../../kit/components/DateText.tsx';
import { ListFailed } from '../../kit/components/LoadError.tsx';
import { Columns, Page } from '../../kit/components/Page.tsx';
import { PageSkeleton } from '../../kit/components/PageSkeleton.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { CancelDialog } from './CancelDialog.tsx';
import { CustomerPart } from './CustomerCard.tsx';
import { Items } from './LineItems.tsx';
import { MessagesPart } from './MessagesCard.tsx';
import { History } from './OrderTimeline.tsx';
import { MoneyPart } from './PaymentCard.tsx';
import { missingSteps, type Told } from './received-events.ts';
import { ParcelPart } from './ShipmentCard.tsx';
import { reasonInWords } from './timeline.ts';
import { type OrderParts, useOrder } from './use-order.ts';
import { useActivity } from './use-order-events.ts';

const back = { to: '/orders', label: 'orders' };

/**
 * An order on one page: what was bought, money, parcel, customer, messages, and everything that happened, moving by
 * itself.
 */
export default function OrderPage() {
  const { id = '' } = useParams();
  return <OneOrder key={id} id={id} />;
}

function OneOrder({ id }: { id: string }) {
  const told = useActivity(id);
  const parts = useOrder(id, told);
  const { data: order, error, isPending, refetch } = parts.order;
  if (order) return <OrderView order={order} parts={parts} told={told} />;
  if (isPending) return <PageSkeleton />;
  return (
    <Page title="Order" back={back}>
      <Section>
        <ListFailed error={error} onRetry={() => refetch()} />
      </Section>
    </Page>
  );
}

function OrderView({ order, parts, told }: { order: Order; parts: OrderParts; told: readonly Told[] }) {
  const [cancelling, setCancelling] = useState(false);
  const { may } = useRoles();
  const { payment, shipment, reservation, ledger, messages, changes, customer } = parts;
  const { number, status, placedAt, cancelReason } = order;
  const canCancel = (status === 'pending' || status === 'paid') && may('cancelOrder');
  const missing = missingSteps(order, told, performance.now());
  const known = {
    order,
    missing,
    reservation: reservation.data,
    ledger: ledger.data,
    messages: messages.data,
    changes: changes.data,
  };
  return (
    <Page
      title={number}
      back={back}
      beside={<StatusChip status={status} />}
      subtitle={
        <>
          <DateText value={placedAt} />
          {cancelReason !== undefined && <>, cancelled: {reasonInWords(cancelReason)}</>}
        </>
      }
      actions={
        canCancel && (
          <Button color="error" onClick={() => setCancelling(true)}>
            Cancel order
          </Button>
        )
      }
    >
      <Columns
        main={
          <>
            <Items order={order} />
            <div className="late">
              <History
                known={known}
                loading={[reservation, ledger, messages, changes].some(({ isLoading }) => isLoading)}
              />
            </div>
          </>
        }
        side={
          <>
            <MoneyPart query={payment} />
            <ParcelPart query={shipment} order={order} />
            <CustomerPart order={order} customer={customer.data} loading={customer.isLoading} />
            <MessagesPart query={messages} />
          </>
        }
      />
      {cancelling && <CancelDialog order={order} payment={payment.data} onClose={() => setCancelling(false)} />}
    </Page>
  );
}
