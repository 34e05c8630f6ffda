import { Alert, Button, Checkbox, FormControlLabel, InputAdornment, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Order } from '../../../generated/orders/types.ts';
import type { Payment } from '../../../generated/payments/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { mutationKeys, useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { useLocations } from '../../kit/api/use-locations.ts';
import { ConfirmDialog } from '../../kit/components/ConfirmDialog.tsx';
import { amountText, formatMoney, parseAmount } from '../../kit/money.ts';
import { RefundLines } from './RefundLines.tsx';
import { RefundMail } from './RefundMail.tsx';
import {
  type RefundChoice,
  refundAmountProblem,
  refundableLines,
  refundableShipping,
  refundBody,
  refundMessage,
  refundValue,
  unresolvedRefund,
} from './refund.ts';
import { refundableOf } from './refundable.ts';

const nothing: RefundChoice = { units: {}, shipping: false, restockAt: undefined, notifyCustomer: true };

/** Refunds lines of an order, its shipping, or an amount; puts units back into stock and tells the customer. */
export function RefundDialog({ payment, order, onClose }: { payment: Payment; order: Order; onClose(): void }) {
  const { id: paymentId } = payment;
  const { currency } = payment.captured;
  const left = refundableOf(payment);
  const lines = refundableLines(order, payment);
  const shippingLeft = refundableShipping(order, payment);
  const [unresolved] = useState(() => unresolvedRefund(mutationKeys.unresolved('refund', paymentId)));
  const [choice, setChoice] = useState(unresolved?.choice ?? nothing);
  // the amount follows the lines until somebody types another one
  const [typed, setTyped] = useState(unresolved && amountText(unresolved.amount));
  const [reason, setReason] = useState(unresolved?.reason ?? '');
  const { mutate } = useApiMutation();
  const { can } = useAccess();
  const value = Math.min(left, refundValue(choice, lines, shippingLeft));
  const text = typed ?? (value === 0 ? '' : amountText({ amount: value, currency }));
  const wrong = refundAmountProblem(text, left, currency);
  const amount = { amount: parseAmount(text, currency) ?? 0, currency };
  const hasLines = Object.values(choice.units).some(quantity => quantity > 0);
  const choose = (next: RefundChoice) => {
    setChoice(next);
    setTyped(undefined);
  };
  const chooseAll = () =>
    choose({
      ...choice,
      units: Object.fromEntries(lines.map(line => [line.sku, line.left])),
      shipping: shippingLeft > 0,
    });
  const refund = async () => {
    const body = refundBody(choice, { amount, reason, shippingLeft });
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
      title={`Refund ${order.number}`}
      confirmLabel={wrong === undefined ? `Refund ${formatMoney(amount)}` : 'Refund'}
      danger
      disabled={wrong !== undefined || reason.trim() === ''}
      onConfirm={refund}
      onClose={onClose}
    >
      {unresolved && (
        <Alert severity="warning">
          It is not known whether {formatMoney(unresolved.amount)} were refunded: no answer came. Send the same again to
          find out; it is never done twice.
        </Alert>
      )}
      <div className="order-form">
        <RefundLines lines={lines} shippingLeft={shippingLeft} currency={currency} choice={choice} onChange={choose} />
        <div>
          <Button onClick={chooseAll}>Choose everything</Button>
        </div>
        {hasLines && <Restock order={order} choice={choice} onChange={setChoice} />}
        <TextField
          label="Amount"
          value={text}
          onChange={event => setTyped(event.target.value)}
          error={text !== '' && wrong !== undefined}
          helperText={
            (text !== '' && wrong) ||
            `${formatMoney({ amount: left, currency })} can be refunded. Choose lines, or type an amount.`
          }
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
        <RefundMail
          message={
            wrong === undefined
              ? refundMessage(order, { captured: payment.captured, left }, { amount, choice })
              : undefined
          }
          recipient={order.email}
          isOffered={choice.notifyCustomer && can('previewRefundMessage')}
        >
          <FormControlLabel
            control={
              <Checkbox
                checked={choice.notifyCustomer}
                onChange={(_, notifyCustomer) => setChoice({ ...choice, notifyCustomer })}
              />
            }
            label="Tell the customer by e-mail"
          />
        </RefundMail>
        <p className="soft">
          It goes to the card that was charged, which takes the bank a few days, and cannot be undone.
          {wrong === undefined && amount.amount === left && ' Nothing is left then, so the order becomes refunded.'}
        </p>
      </div>
    </ConfirmDialog>
  );
}

interface RestockProps {
  order: Order;
  choice: RefundChoice;
  onChange(choice: RefundChoice): void;
}

/** Whether the units go back into stock, and where. */
function Restock({ order, choice, onChange }: RestockProps) {
  const { data: locations = [] } = useLocations();
  const [first] = locations;
  if (!first) return null;
  const isOn = choice.restockAt !== undefined;
  return (
    <div>
      <div className="refund-restock">
        <FormControlLabel
          control={
            <Checkbox
              checked={isOn}
              onChange={(_, on) => onChange({ ...choice, restockAt: on ? first.id : undefined })}
            />
          }
          label="Put back into stock at"
        />
        <TextField
          select
          hiddenLabel
          value={choice.restockAt ?? first.id}
          disabled={!isOn}
          onChange={event => onChange({ ...choice, restockAt: event.target.value })}
          slotProps={{ htmlInput: { 'aria-label': 'Location' } }}
        >
          {locations.map(({ id, name }) => (
            <MenuItem key={id} value={id}>
              {name}
            </MenuItem>
          ))}
        </TextField>
      </div>
      {order.status === 'paid' && (
        <p className="soft">The parcel has not left yet, and still holds these. Cancel the order to send nothing.</p>
      )}
    </div>
  );
}
