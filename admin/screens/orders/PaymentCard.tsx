import { Button } from '@mui/material';
import type { UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Order } from '../../../generated/orders/types.ts';
import type { Payment } from '../../../generated/payments/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';
import { MoneyText } from '../../kit/components/MoneyText.tsx';
import { Facts } from '../../kit/components/Section.tsx';
import { StatusChip } from '../../kit/components/StatusChip.tsx';
import { formatMoney } from '../../kit/money.ts';
import { CopyText } from './CopyText.tsx';
import { declineText } from './decline-codes.ts';
import { PaymentAttention } from './PaymentAttention.tsx';
import { QueryCard } from './QueryCard.tsx';
import { RefundDialog } from './RefundDialog.tsx';
import { refundableOf } from './refundable.ts';

/** The payment, with capture and refund. */
export function PaymentCard({ query, order }: { query: UseQueryResult<Payment | null>; order: Order }) {
  const [asking, setAsking] = useState<'capture' | 'refund'>();
  const { can } = useAccess();
  const payment = query.data ?? undefined;
  const canCapture = payment?.status === 'authorized' && can('capturePayment');
  const canRefund = payment?.status === 'captured' && refundableOf(payment) > 0 && can('refundPayment');
  return (
    <QueryCard
      title="Money"
      anchor="payment"
      query={query}
      actions={
        (canCapture || canRefund) && (
          <Button onClick={() => setAsking(canCapture ? 'capture' : 'refund')}>
            {canCapture ? 'Capture' : 'Refund'}
          </Button>
        )
      }
    >
      {found => (
        <>
          {found ? <PaymentFacts payment={found} /> : <p className="soft">The customer has not begun to pay.</p>}
          {found && asking === 'refund' && (
            <RefundDialog payment={found} order={order} onClose={() => setAsking(undefined)} />
          )}
          {found && asking === 'capture' && <CaptureDialog payment={found} onClose={() => setAsking(undefined)} />}
        </>
      )}
    </QueryCard>
  );
}

const authorized = new Set<Payment['status']>(['authorized', 'captured', 'refunded']);

function PaymentFacts({ payment }: { payment: Payment }) {
  const { status, amount, captured, refunded, card, declineCode, providerReference, provider } = payment;
  const { refunds = [], disputes = [] } = payment;
  const reference = providerReference && (
    <CopyText value={providerReference} label="Reference">
      {providerReference.length > 18 ? `${providerReference.slice(0, 18)}…` : providerReference}
    </CopyText>
  );
  const pendingRefunds = refunds.filter(({ given, status: is }) => !given && is !== 'failed');
  const cameBack = refunds.filter(({ status: is }) => is === 'failed');
  return (
    <div className="order-facts">
      <PaymentAttention payment={payment} />
      {declineCode !== undefined && status === 'declined' && <p className="order-note">{declineText(declineCode)}</p>}
      <Facts
        items={[
          { label: 'State', value: <StatusChip status={status} /> },
          {
            label: 'Authorized',
            value: <MoneyText value={authorized.has(status) ? amount : { ...amount, amount: 0 }} />,
          },
          { label: 'Captured', value: <MoneyText value={captured} /> },
          { label: 'Refunded', value: <MoneyText value={refunded} /> },
          ...pendingRefunds.map(({ id, amount: value }) => ({
            label: 'Refund on its way',
            value: <MoneyText key={id} value={value} />,
          })),
          ...cameBack.map(({ id, amount: value, failure }) => ({
            label: 'Refund failed',
            value: (
              <span key={id}>
                <MoneyText value={value} /> {failure?.message}
              </span>
            ),
          })),
          ...disputes.map(({ id, amount: value, reason, status: is }) => ({
            label: 'Disputed',
            value: (
              <span key={id}>
                <MoneyText value={value} /> {`${reason}, ${is}`.replaceAll('_', ' ')}
              </span>
            ),
          })),
          ...(card
            ? [
                {
                  label: 'Card',
                  value: `${card.brand.charAt(0).toUpperCase()}${card.brand.slice(1)} •••• ${card.last4}`,
                },
              ]
            : []),
          ...(reference ? [{ label: provider.charAt(0).toUpperCase() + provider.slice(1), value: reference }] : []),
        ]}
      />
    </div>
  );
}

function CaptureDialog({ payment, onClose }: { payment: Payment; onClose(): void }) {
  const { mutate } = useApiMutation();
  const { id: paymentId, amount } = payment;
  const capture = async () => {
    const run = (key: string) =>
      bodyOf(api.payments.capturePayment({ path: { paymentId }, headers: { 'idempotency-key': key } }));
    if (await mutate({ intent: ['capture', paymentId], run, successMessage: `${formatMoney(amount)} captured` }))
      onClose();
  };
  return (
    <ConfirmDialog
      open
      title={`Capture ${formatMoney(amount)} now?`}
      confirmLabel="Capture"
      cancelLabel="Cancel"
      onConfirm={capture}
      onClose={onClose}
    >
      <p className="soft">
        The customer’s card is charged now. Without this it is charged by itself when the parcel goes to the carrier. It
        can be refunded later.
      </p>
    </ConfirmDialog>
  );
}
