/** Gives an order up that is not paid; a plain form that leads to the order's page. */
export function CancelOrder({ id, number }: { id: string; number: string }) {
  return (
    <form action={`/orders/${id}/cancellation`} method="post" className="inline">
      <button type="submit" aria-label={`Cancel order ${number}`} className="link min-h-6">
        Cancel this order
      </button>
    </form>
  );
}
