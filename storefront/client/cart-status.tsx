'use client';
import { fill } from '../messages/text.ts';
import { type CardResult, useCart } from './cart-store.ts';
import { type BrowserMessages, useMessages } from './messages.tsx';

function textOf({ title, quantity, problem }: CardResult, words: BrowserMessages['card']): string {
  const result = quantity === 0 ? fill(words.saidNone, { title }) : fill(words.said, { title, count: quantity });
  if (problem === undefined) return result;
  return `${result} ${problem === 'down' ? words.down : fill(words.noMore, { count: problem })}`;
}

/** What came of the last press on a card: seen where something went wrong, and read out in any case. */
export function CartStatus() {
  const { said } = useCart();
  const { card: words } = useMessages();
  const isProblem = said?.problem !== undefined;
  return (
    <div role="status" className={isProblem ? 'fixed inset-x-4 bottom-4 z-40 mx-auto max-w-md' : 'sr-only'}>
      {said && (
        <p className="rounded-xl bg-caution-tint px-4 py-3 text-center text-caution-ink text-md shadow-lg">
          {textOf(said, words)}
        </p>
      )}
    </div>
  );
}
