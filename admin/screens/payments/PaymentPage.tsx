import { OrderRedirect } from '../orders/OrderRedirect.tsx';

/** A payment, on its order's page. */
export default function PaymentPage() {
  return <OrderRedirect resource="payments" title="Payment" part="payment" />;
}
