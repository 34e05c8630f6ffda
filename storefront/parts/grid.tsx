import { AddButton } from '../client/add-button.tsx';
import { formatMoney, formatUnitPrice } from '../messages/format.ts';
import { counted, messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import { type Card, isInStock } from '../shop/card.ts';
import { ChoiceSheet } from './choice-sheet.tsx';
import { Picture } from './picture.tsx';

const SIZES = '(min-width: 1280px) 288px, (min-width: 1024px) 23vw, (min-width: 640px) 30vw, 45vw';
/** The cards above the fold. */
const FIRST_ROW = 4;

/** Products in a grid that does not shift while the pictures load. */
export function Grid({ cards, label, isTop = false }: { cards: readonly Card[]; label: string; isTop?: boolean }) {
  return (
    <ul aria-label={label} className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 sm:gap-x-6 lg:grid-cols-4">
      {cards.map((card, at) => (
        <li key={card.slug} className="relative">
          <ProductCard card={card} isFirst={isTop && at === 0} isEager={isTop && at < FIRST_ROW} />
          <Add card={card} />
        </li>
      ))}
    </ul>
  );
}

function ProductCard({ card, isFirst, isEager }: { card: Card; isFirst: boolean; isEager: boolean }) {
  const { slug, name, brand, size, image, choices } = card;
  const [cheapest] = choices;
  const words = messages().list.card;
  const price = formatMoney(cheapest.price);
  const isSoldOut = isInStock(card) === false;
  const hasMorePrices = choices.some(({ price }) => price.amount !== cheapest.price.amount);
  const aside = size ?? (choices.length > 1 ? counted(words.choices, choices.length) : undefined);
  return (
    <a href={`/products/${slug}`} className="group block rounded-xl">
      <Picture
        image={image}
        sizes={SIZES}
        when={isFirst ? 'first' : isEager ? 'soon' : 'later'}
        className={`aspect-square rounded-xl ${isSoldOut ? 'opacity-60' : ''}`}
      />
      {brand && <span className="mt-3 block truncate text-faint text-sm">{brand}</span>}
      <span
        className={`line-clamp-2 font-medium leading-snug group-hover:underline group-hover:decoration-line-strong group-hover:underline-offset-4 ${brand ? 'mt-0.5' : 'mt-3'}`}
      >
        {name}
        {aside && <span className="font-normal text-faint">, {aside}</span>}
      </span>
      <span className="mt-1 flex flex-wrap items-baseline gap-x-2 text-md">
        <span className={`tabular-nums ${isSoldOut ? 'text-faint' : 'font-medium'}`}>
          {hasMorePrices ? fill(words.fromPrice, { price }) : price}
        </span>
        {isSoldOut ? (
          <span className="text-critical-ink">{words.soldOut}</span>
        ) : (
          cheapest.unitPrice && (
            <span className="text-faint text-sm tabular-nums">{formatUnitPrice(cheapest.unitPrice)}</span>
          )
        )}
      </span>
    </a>
  );
}

/** At the picture's lower right: puts one into the cart, or opens a sheet where there is something to choose. */
function Add({ card }: { card: Card }) {
  const { name, size, choices } = card;
  if (isInStock(card) === false) return null;
  const [only, ...others] = choices;
  return (
    <div className="pointer-events-none absolute inset-x-0 top-0 flex aspect-square items-end justify-end p-2">
      {others.length === 0 ? (
        <AddButton sku={only.sku} title={size ? `${name}, ${size}` : name} available={only.available} />
      ) : (
        <ChoiceSheet card={card} />
      )}
    </div>
  );
}
