import type { Product, Variant } from '../shop/catalog.ts';
import { price } from '../shop/money.ts';
import { stockOf } from '../shop/stock.ts';

interface BuyFormProps {
  product: Product;
  /** By sku; undefined when nobody can say at the moment. */
  stock: ReadonlyMap<string, number> | undefined;
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

const availableOf = ({ sku }: Variant, stock: BuyFormProps['stock']): number | undefined => (stock ? (stock.get(sku) ?? 0) : undefined);

/** The price, the choice, and the one button; a plain form, whether a script runs or not. */
export function BuyForm({ product: { variants }, stock }: BuyFormProps) {
  const canBuy = (variant: Variant) => availableOf(variant, stock) !== 0;
  const chosen = variants.find(canBuy) ?? variants[0];
  if (!chosen) return null;
  const isSoldOut = !variants.some(canBuy);
  const [only] = variants.length === 1 ? variants : [];
  return (
    <form action="/cart/lines" method="post" data-cart="" className="mt-3">
      <input type="hidden" name="add" value="1" />
      {only ? (
        <>
          <input type="hidden" name="sku" value={only.sku} />
          {only.size && <p className="text-faint">{only.size}</p>}
          <p className="mt-4 flex items-baseline gap-3">
            <Cost variant={only} />
          </p>
          <p className={`mt-2 text-md ${stockWords(availableOf(only, stock)).look}`}>{stockWords(availableOf(only, stock)).text}</p>
        </>
      ) : (
        <Choice variants={variants} stock={stock} chosen={chosen} />
      )}
      <button type="submit" disabled={isSoldOut} className="button mt-6 w-full sm:w-auto sm:min-w-64">
        {isSoldOut ? 'Back soon' : 'Add to cart'}
      </button>
    </form>
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

/** Variants as buttons: each says what it is, what it costs and what is left of it. */
function Choice({ variants, stock, chosen }: { variants: readonly Variant[]; stock: BuyFormProps['stock']; chosen: Variant }) {
  return (
    <fieldset className="mt-4">
      <legend className="mb-2 text-faint text-md">
        {[...new Set(variants.flatMap(({ options }) => Object.keys(options)))].join(', ') || 'Choose'}
      </legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {variants.map(variant => {
          const available = availableOf(variant, stock);
          const { text, look } = stockWords(available);
          return (
            <label
              key={variant.sku}
              className="flex min-h-14 items-center justify-between gap-3 rounded-xl bg-surface px-4 py-2 ring-1 ring-line hover:bg-hover has-checked:ring-2 has-checked:ring-action has-disabled:opacity-60 has-focus-visible:outline-2 has-focus-visible:outline-[var(--focus)] has-focus-visible:outline-offset-2"
            >
              <input
                type="radio"
                name="sku"
                value={variant.sku}
                defaultChecked={variant.sku === chosen.sku}
                disabled={available === 0}
                className="sr-only"
              />
              <span>
                <span className="block font-medium">{Object.values(variant.options).join(' · ') || variant.title}</span>
                <span className={`block text-sm ${look}`}>{text}</span>
              </span>
              <span className="flex items-baseline gap-2 text-right [&>span:first-child]:text-base">
                <Cost variant={variant} />
              </span>
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
