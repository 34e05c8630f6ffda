import { AddButton } from '../client/add-button.tsx';
import { formatMoney, formatUnitPrice } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import type { Card } from '../shop/card.ts';

/**
 * A button that opens a sheet with the sizes or variants of a card, each to be added. The browser opens and closes it.
 */
export function ChoiceSheet({ card: { slug, name, brand, choices } }: { card: Card }) {
  const id = `choose-${slug}`;
  const words = messages().list.card;
  const label = fill(words.choose, { name });
  return (
    <>
      <button type="button" popoverTarget={id} aria-label={label} className="round pointer-events-auto">
        +
      </button>
      <section id={id} popover="auto" aria-label={label} className="sheet pointer-events-auto">
        <div className="flex items-start justify-between gap-4">
          <h3 className="text-lg">
            {brand && <span className="block font-normal text-faint text-sm">{brand}</span>}
            {name}
          </h3>
          <button
            type="button"
            popoverTarget={id}
            popoverTargetAction="hide"
            className="min-h-11 rounded-lg px-3 text-md hover:bg-hover"
          >
            {words.close}
          </button>
        </div>
        <ul className="mt-2 divide-y divide-line">
          {choices.map(({ sku, label, price, unitPrice, available, path }) => (
            <li key={sku} className="flex min-h-16 items-center gap-4 py-2">
              <span className="min-w-0 flex-1">
                <a href={path} className="wrap-anywhere font-medium hover:underline">
                  {label}
                </a>
                <span className="block text-md tabular-nums">
                  {formatMoney(price)}
                  {unitPrice && <span className="ml-2 text-faint text-sm">{formatUnitPrice(unitPrice)}</span>}
                </span>
              </span>
              {available === 0 ? (
                <span className="text-critical-ink text-md">{words.soldOut}</span>
              ) : (
                <AddButton sku={sku} title={`${name}, ${label}`} available={available} />
              )}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
