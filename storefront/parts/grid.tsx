import { formatMoney } from '../../look/money.ts';
import type { Card } from '../shop/catalog.ts';
import { Picture } from './picture.tsx';

const SIZES = '(min-width: 1280px) 288px, (min-width: 1024px) 23vw, (min-width: 640px) 30vw, 45vw';
/** The cards above the fold. */
const FIRST_ROW = 4;

/** The title without the size at its end, where the size is beside the price. */
function nameBeside(title: string, size: string | undefined): string {
  const end = `, ${size}`;
  return size && title.endsWith(end) ? title.slice(0, -end.length) : title;
}

function ProductCard({ card, isFirst, isEager }: { card: Card; isFirst: boolean; isEager: boolean }) {
  const { slug, title, size, image, inStock, hasMorePrices } = card;
  const aside = inStock === false ? 'Sold out' : size;
  return (
    <a href={`/products/${slug}`} className="group block rounded-xl">
      <Picture
        image={image}
        sizes={SIZES}
        when={isFirst ? 'first' : isEager ? 'soon' : 'later'}
        className="aspect-square rounded-xl"
      />
      <span className="mt-3 line-clamp-2 font-medium leading-snug group-hover:underline group-hover:decoration-line-strong group-hover:underline-offset-4">
        {nameBeside(title, aside)}
      </span>
      <span className="mt-1 flex items-baseline justify-between gap-2 text-md">
        <span className={`tabular-nums ${inStock === false ? 'text-faint' : ''}`}>
          {hasMorePrices ? 'from ' : ''}
          {formatMoney(card.price)}
        </span>
        <span className="text-faint">{aside}</span>
      </span>
    </a>
  );
}

/** Products in a grid that does not shift while the pictures load. */
export function Grid({ cards, label, isTop = false }: { cards: readonly Card[]; label: string; isTop?: boolean }) {
  return (
    <ul aria-label={label} className="grid grid-cols-2 gap-x-4 gap-y-8 sm:grid-cols-3 sm:gap-x-6 lg:grid-cols-4">
      {cards.map((card, at) => (
        <li key={card.slug}>
          <ProductCard card={card} isFirst={isTop && at === 0} isEager={isTop && at < FIRST_ROW} />
        </li>
      ))}
    </ul>
  );
}
