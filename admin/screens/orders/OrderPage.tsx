import './orders.css';
import { Button } from '@mui/material';
import { useState } from 'react';
import { useParams } from 'react-router';
import type { Order } from '../../../generated/orders/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { DateText } from '../../kit/components/DateText.tsx';
import { LoadError } from '../../kit/components/LoadError.tsx';
import { Columns, Page } from '../../kit/components/Page.tsx';
import { PageSkeleton } from '../../kit/components/PageSkeleton.tsx';
import { Section } from '../../kit/components/Section.tsx';
import { CancelDialog } from './CancelDialog.tsx';
import { CustomerCard } from './CustomerCard.tsx';
import { LineItems } from './LineItems.tsx';
import { MessagesCard } from './MessagesCard.tsx';
import { OrderStatus } from './OrderStatus.tsx';
import { OrderTimeline } from './OrderTimeline.tsx';
import { PaymentCard } from './PaymentCard.tsx';
import { pendingSteps, type ReceivedEvent } from './received-events.ts';
import { ShipmentCard } from './ShipmentCard.tsx';
import { TagsCard } from './TagsCard.tsx';
import { cancelReasonText } from './timeline.ts';
import { type OrderParts, useOrder } from './use-order.ts';
import { useOrderEvents } from './use-order-events.ts';

const back = { to: '/orders', label: 'orders' };

/** An order on one page: line items, payment, shipment, customer, messages and timeline, updated live. */
export default function OrderPage() {
  const { id = '' } = useParams();
  return <OneOrder key={id} id={id} />;
}

function OneOrder({ id }: { id: string }) {
  const events = useOrderEvents(id);
  const parts = useOrder(id, events);
  const { data: order, error, isPending, refetch } = parts.order;
  if (order) return <OrderView order={order} parts={parts} events={events} />;
  if (isPending) return <PageSkeleton />;
  return (
    <Page title="Order" back={back}>
      <Section>
        <LoadError error={error} onRetry={() => refetch()} />
      </Section>
    </Page>
  );
}

function OrderView({ order, parts, events }: { order: Order; parts: OrderParts; events: readonly ReceivedEvent[] }) {
  const [cancelling, setCancelling] = useState(false);
  const { can } = useAccess();
  const { payment, shipment, reservation, ledger, messages, changes, customer } = parts;
  const { number, status, placedAt, cancelReason } = order;
  const canCancel = (status === 'pending' || status === 'paid') && can('cancelOrder');
  const pending = pendingSteps(order, events, performance.now());
  const sources = {
    order,
    pending,
    payment: payment.data,
    reservation: reservation.data,
    ledger: ledger.data,
    messages: messages.data,
    changes: changes.data,
  };
  return (
    <Page
      title={number}
      back={back}
      beside={<OrderStatus order={order} />}
      subtitle={
        <>
          <DateText value={placedAt} />
          {cancelReason !== undefined && <>, cancelled: {cancelReasonText(cancelReason)}</>}
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
            <LineItems order={order} />
            <div className="late">
              <OrderTimeline
                sources={sources}
                loading={[reservation, ledger, messages, changes].some(({ isLoading }) => isLoading)}
              />
            </div>
          </>
        }
        side={
          <>
            <PaymentCard query={payment} order={order} />
            <ShipmentCard query={shipment} order={order} />
            <CustomerCard order={order} customer={customer.data} loading={customer.isLoading} />
            <TagsCard order={order} />
            <MessagesCard query={messages} />
          </>
        }
      />
      {cancelling && <CancelDialog order={order} payment={payment.data} onClose={() => setCancelling(false)} />}
    </Page>
  );
}
