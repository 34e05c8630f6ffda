import { TextField } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Order } from '../../../generated/orders/types.ts';
import type { Payment } from '../../../generated/payments/types.ts';
import { counted } from '../../../look/counted.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';
import { formatMoney } from '../../kit/money.ts';
import { moneyWhenCancelled, refundableOf } from './refundable.ts';

/** Cancels an order: says what happens to payment and stock, and asks for the reason. */
export function CancelDialog({
  order,
  payment,
  onClose,
}: {
  order: Order;
  payment: Payment | null | undefined;
  onClose(): void;
}) {
  const [reason, setReason] = useState('');
  const { mutate } = useApiMutation();
  const { id: orderId, number } = order;
  const cancel = async () => {
    const body = { reason: reason.trim() };
    const run = (key: string) =>
      bodyOf(api.orders.cancelOrder({ path: { orderId }, headers: { 'idempotency-key': key }, body }));
    if (await mutate({ intent: ['cancel', orderId, body], run, successMessage: `${number} is cancelled` })) onClose();
  };
  return (
    <ConfirmDialog
      open
      title={`Cancel ${number}?`}
      confirmLabel="Cancel the order"
      cancelLabel="Keep the order"
      danger
      disabled={reason.trim() === ''}
      onConfirm={cancel}
      onClose={onClose}
    >
      <ul className="order-will">
        <li>{disputeLine(payment) ?? moneyLine(payment)}</li>
        <li>{stockLine(order)}</li>
        <li>The parcel is held back, unless the carrier has it by then.</li>
        <li>This cannot be undone.</li>
      </ul>
      <TextField
        label="Reason"
        value={reason}
        onChange={event => setReason(event.target.value)}
        required
        autoFocus
        fullWidth
        multiline
        helperText="Kept in the history of the order."
        slotProps={{ htmlInput: { maxLength: 500 } }}
      />
    </ConfirmDialog>
  );
}

function moneyLine(payment: Payment | null | undefined): string {
  const what = moneyWhenCancelled(payment);
  if (!payment || what === 'none') return 'Nobody has been charged, so no money moves.';
  const { amount, captured } = payment;
  if (what === 'cancelAuthorization')
    return `The hold of ${formatMoney(amount)} on the customer’s card is released; they are not charged.`;
  return `${formatMoney({ amount: refundableOf(payment), currency: captured.currency })} go back to the customer’s card.`;
}

/** What a dispute does to the refund of a cancelled order; undefined where there is none. */
function disputeLine(payment: Payment | null | undefined): string | undefined {
  const { disputes = [] } = payment ?? {};
  if (disputes.some(({ state }) => state === 'lost'))
    return 'The bank has given the cardholder their money back already: the payment provider refuses to refund it again.';
  if (disputes.some(({ state }) => state === 'open'))
    return 'The charge is disputed: the payment provider may refuse to refund it until the bank has decided.';
  return undefined;
}

function stockLine({ lines, status }: Order): string {
  const units = lines.reduce((sum, line) => sum + line.quantity, 0);
  const items = counted(units, 'item goes', 'items go');
  return status === 'pending' ? `${items} on sale again.` : `${items} back into stock.`;
}
