import { Alert, InputAdornment, TextField } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Payment } from '../../../generated/payments/types.ts';
import { api } from '../../kit/api/clients.ts';
import { mutationKeys, useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';
import { amountText, formatMoney, parseAmount } from '../../kit/money.ts';
import { refundAmountProblem, unresolvedRefund } from './refund.ts';
import { refundableOf } from './refundable.ts';

/** Refunds all that is left, or a part of it. */
export function RefundDialog({ payment, onClose }: { payment: Payment; onClose(): void }) {
  const { id: paymentId } = payment;
  const { currency } = payment.captured;
  const left = refundableOf(payment);
  const [unresolved] = useState(() => unresolvedRefund(mutationKeys.unresolved('refund', paymentId)));
  const [text, setText] = useState(amountText(unresolved?.amount ?? { amount: left, currency }));
  const [reason, setReason] = useState(unresolved?.reason ?? '');
  const { mutate } = useApiMutation();
  const wrong = refundAmountProblem(text, left, currency);
  const amount = { amount: parseAmount(text, currency) ?? 0, currency };
  const isWhole = amount.amount === left;
  const refund = async () => {
    const body = { amount, reason: reason.trim() };
    const run = (key: string) =>
      bodyOf(api.payments.refundPayment({ path: { paymentId }, headers: { 'idempotency-key': key }, body }));
    if (
      await mutate({
        intent: ['refund', paymentId, body],
        run,
        successMessage: `${formatMoney(amount)} are on their way back`,
      })
    )
      onClose();
  };
  return (
    <ConfirmDialog
      open
      title="Give money back"
      confirmLabel={wrong === undefined ? `Give back ${formatMoney(amount)}` : 'Give back'}
      cancelLabel="Cancel"
      danger
      disabled={wrong !== undefined || reason.trim() === ''}
      onConfirm={refund}
      onClose={onClose}
    >
      {unresolved && (
        <Alert severity="warning">
          It is not known whether {formatMoney(unresolved.amount)} were given back: no answer came. Send the same again
          to find out; it is never done twice.
        </Alert>
      )}
      <p className="soft">
        It goes to the card that was charged, which takes the bank a few days, and cannot be taken back. Stock does not
        change.
        {isWhole && wrong === undefined && ' This is everything that is left, so the order becomes refunded.'}
      </p>
      <div className="order-form">
        <TextField
          label="Amount"
          value={text}
          onChange={event => setText(event.target.value)}
          error={wrong !== undefined}
          helperText={wrong ?? `${formatMoney({ amount: left, currency })} can be given back`}
          autoFocus
          required
          slotProps={{
            htmlInput: { inputMode: 'decimal', autoComplete: 'off' },
            input: { endAdornment: <InputAdornment position="end">{currency}</InputAdornment> },
          }}
        />
        <TextField
          label="Reason"
          value={reason}
          onChange={event => setReason(event.target.value)}
          required
          multiline
          helperText="Kept in the history of the order."
          slotProps={{ htmlInput: { maxLength: 500 } }}
        />
      </div>
    </ConfirmDialog>
  );
}
