import { StayLink } from '../client/stay-link.tsx';
import type { Product, Variant } from '../shop/catalog.ts';
import { choiceAddress, chosenOf, type Option, optionsOf, type Query } from '../shop/choice.ts';
import { price } from '../shop/money.ts';
import { stockOf } from '../shop/stock.ts';

interface BuyFormProps {
  product: Product;
  /** By sku; undefined when nobody can say at the moment. */
  stock: ReadonlyMap<string, number> | undefined;
  /** What the address says of the choice. */
  query: Query;
}

/** Stock as it is, in the words of a shop. */
function stockWords(available: number | undefined): { text: string; look: string } {
  switch (stockOf(available)) {
    case 'plenty':
      return { text: 'In stock', look: 'text-positive-ink' };
    case 'few':
      return { text: `${available} left`, look: 'text-caution-ink' };
    case 'none':
      return { text: 'Back soon', look: 'text-critical-ink' };
    default:
      return { text: 'Stock is told in the cart', look: 'text-faint' };
  }
}

const availableOf = ({ sku }: Variant, stock: BuyFormProps['stock']): number | undefined =>
  stock ? (stock.get(sku) ?? 0) : undefined;

/** The price, the choice, and the one button; links and a plain form, whether a script runs or not. */
export function BuyForm({ product, stock, query }: BuyFormProps) {
  const canBuy = (variant: Variant) => availableOf(variant, stock) !== 0;
  const chosen = chosenOf(product, query, canBuy);
  if (!chosen) return null;
  const { text, look } = stockWords(availableOf(chosen, stock));
  const isSoldOut = !canBuy(chosen);
  return (
    <>
      <div aria-live="polite" className="mt-3">
        {chosen.size && <p className="text-faint">{chosen.size}</p>}
        <p className="mt-4 flex items-baseline gap-3">
          <Cost variant={chosen} />
        </p>
        <p className={`mt-2 text-md ${look}`}>{text}</p>
      </div>
      {optionsOf(product, chosen, canBuy).map(option => (
        <Choice key={option.parameter} option={option} product={product} />
      ))}
      <form action="/cart/lines" method="post" data-cart="">
        <input type="hidden" name="add" value="1" />
        <input type="hidden" name="sku" value={chosen.sku} />
        <button type="submit" disabled={isSoldOut} className="button mt-6 w-full sm:w-auto sm:min-w-64">
          {isSoldOut ? 'Back soon' : 'Add to cart'}
        </button>
      </form>
    </>
  );
}

function Cost({ variant: { price: now, compareAtPrice } }: { variant: Variant }) {
  return (
    <>
      <span className="text-2xl tabular-nums">{price(now)}</span>
      {compareAtPrice && compareAtPrice.amount > now.amount && (
        <span className="text-faint tabular-nums">
          <span className="sr-only">Before </span>
          <s>{price(compareAtPrice)}</s>
        </span>
      )}
    </>
  );
}

/**
 * One option of a product: a button a value. What is sold out, or is not to be had with the rest of the choice, says so
 * and can still be looked at.
 */
function Choice({ option: { name, values }, product }: { option: Option; product: Product }) {
  const chosen = values.find(({ isChosen }) => isChosen)?.to;
  return (
    <fieldset className="mt-6">
      <legend className="mb-2 text-faint text-md">{name}</legend>
      <ul className="flex flex-wrap gap-2">
        {values.map(({ value, isChosen, to, leaves, isSoldOut }) => {
          const notes = [
            ...(to.price.amount === chosen?.price.amount ? [] : [price(to.price)]),
            ...(isSoldOut ? ['sold out'] : []),
            ...(leaves.length > 0 ? [`not in ${leaves.join(', ')}`] : []),
          ];
          const isAway = isSoldOut || leaves.length > 0;
          return (
            <li key={value}>
              <StayLink
                href={choiceAddress(product, to)}
                rel="nofollow"
                aria-current={isChosen ? 'true' : undefined}
                className={`flex h-full min-h-11 min-w-11 flex-col items-center justify-center rounded-xl px-4 py-1.5 ring-1 hover:bg-hover aria-busy:opacity-60 aria-[current]:ring-2 aria-[current]:ring-action ${isAway ? 'bg-sunken text-faint ring-line' : 'bg-surface ring-line-strong'}`}
              >
                <span className={isSoldOut ? 'line-through' : 'font-medium'}>{value}</span>
                {notes.length > 0 && <span className="text-sm tabular-nums">{notes.join(' · ')}</span>}
              </StayLink>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
