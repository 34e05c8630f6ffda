import { PrintButton } from '../client/print-button.tsx';
import { messages } from '../messages/messages.ts';

/** What somebody may do with an order: order the same again, print it, ask about it. */
export function OrderActions({ id }: { id: string }) {
  const words = messages().order.actions;
  return (
    <section aria-label={words.label} className="mt-10 flex flex-wrap items-center gap-3 print:hidden">
      <form action={`/orders/${id}/again`} method="post">
        <button type="submit" className="button">
          {words.again}
        </button>
      </form>
      <PrintButton>{words.print}</PrintButton>
      <a href="/help/returns" className="link inline-flex min-h-11 items-center px-2">
        {words.returns}
      </a>
      <a href="/help/contact" className="link inline-flex min-h-11 items-center px-2">
        {words.help}
      </a>
    </section>
  );
}
