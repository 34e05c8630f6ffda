import { PrintButton } from '../client/print-button.tsx';

/** What somebody may do with an order: order the same again, print it, ask about it. */
export function OrderActions({ id }: { id: string }) {
  return (
    <section aria-label="More" className="mt-10 flex flex-wrap items-center gap-3 print:hidden">
      <form action={`/orders/${id}/again`} method="post">
        <button type="submit" className="button">
          Order the same again
        </button>
      </form>
      <PrintButton />
      <a href="/help/returns" className="link inline-flex min-h-11 items-center px-2">
        Returns
      </a>
      <a href="/help/contact" className="link inline-flex min-h-11 items-center px-2">
        Help with this order
      </a>
    </section>
  );
}
