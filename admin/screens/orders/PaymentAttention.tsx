import { Alert, Button } from '@mui/material';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Payment } from '../../../generated/payments/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';

/** What staff should look at with a payment, with what can be done about it; nothing where all is in order. */
export function PaymentAttention({ payment }: { payment: Payment }) {
  const { mutate } = useApiMutation();
  const { can } = useAccess();
  const { id: paymentId, attention } = payment;
  if (!attention) return null;
  const resolve = (action: 'retry' | 'dismiss') =>
    mutate({
      intent: ['attention', paymentId, action],
      run: () => bodyOf(api.payments.resolvePayment({ path: { paymentId }, body: { action } })),
      successMessage: action === 'retry' ? 'The payment provider was asked again' : 'Taken off the list',
    });
  return (
    <Alert
      severity="warning"
      className="order-alert"
      action={
        can('resolvePayment') && (
          <>
            <Button size="small" onClick={() => resolve('retry')}>
              Try again
            </Button>
            <Button size="small" onClick={() => resolve('dismiss')}>
              Dismiss
            </Button>
          </>
        )
      }
    >
      {attention.message}
    </Alert>
  );
}
