'use client';
import { useCart } from './cart-store.ts';

/** What came of the last press on a card: seen where something went wrong, and read out in any case. */
export function CartStatus() {
  const { said } = useCart();
  return (
    <div role="status" className={said?.isProblem ? 'fixed inset-x-4 bottom-4 z-40 mx-auto max-w-md' : 'sr-only'}>
      {said && (
        <p className="rounded-xl bg-caution-tint px-4 py-3 text-center text-caution-ink text-md shadow-lg">
          {said.text}
        </p>
      )}
    </div>
  );
}
