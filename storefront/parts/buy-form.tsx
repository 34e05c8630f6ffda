import { unitPriceOf } from '../../look/unit-price.ts';
import { InPlaceLink } from '../client/in-place-link.tsx';
import { formatMoney, formatUnitPrice } from '../messages/format.ts';
import { messages } from '../messages/messages.ts';
import { fill } from '../messages/text.ts';
import type { Product, Variant } from '../shop/catalog.ts';
import { stockOf } from '../shop/stock.ts';
import {
  type SearchParams,
  selectedVariant,
  type VariantOption,
  variantOptions,
  variantUrl,
} from '../shop/variant-options.ts';
import { StockAlertForm } from './stock-alert-form.tsx';

interface BuyFormProps {
  product: Product;
  /** By SKU; undefined where the inventory service does not answer. */
  stock: ReadonlyMap<string, number> | undefined;
  selected: Variant;
  /** `alert` of the page's URL: what came of asking for a message. */
  alert: string | undefined;
}

/** The label of a stock level. */
function stockLabel(available: number | undefined): { text: string; tone: string } {
  const words = messages().product;
  switch (stockOf(available)) {
    case 'plenty':
      return { text: words.inStock, tone: 'text-positive-ink' };
    case 'few':
      return { text: fill(words.left, { count: available ?? 0 }), tone: 'text-caution-ink' };
    case 'none':
      return { text: words.soldOut, tone: 'text-critical-ink' };
    default:
      return { text: words.stockInCart, tone: 'text-faint' };
  }
}

/** The variant that the query of the page's URL selects. */
export const variantInQuery = (
  product: Product,
  stock: BuyFormProps['stock'],
  query: SearchParams,
): Variant | undefined => selectedVariant(product, query, variant => availableOf(variant, stock) !== 0);

const availableOf = ({ sku }: Variant, stock: BuyFormProps['stock']): number | undefined =>
  stock ? (stock.get(sku) ?? 0) : undefined;

/** Price, options and the button: links and a plain form, with or without a script. */
export function BuyForm({ product, stock, selected, alert }: BuyFormProps) {
  const canBuy = (variant: Variant) => availableOf(variant, stock) !== 0;
  const { text, tone } = stockLabel(availableOf(selected, stock));
  const isSoldOut = !canBuy(selected);
  const words = messages().product;
  return (
    <>
      <div aria-live="polite" className="mt-3">
        {selected.size && <p className="text-faint">{selected.size}</p>}
        <p className="mt-4 flex flex-wrap items-baseline gap-x-3">
          <VariantPrice variant={selected} />
        </p>
        <p className={`mt-2 text-md ${tone}`}>{text}</p>
      </div>
      {variantOptions(product, selected, canBuy).map(option => (
        <OptionField key={option.parameter} option={option} product={product} />
      ))}
      <form
        action="/cart/lines"
        method="post"
        data-cart=""
        className="buy-bar mt-6 flex items-center gap-3 max-md:order-last max-md:py-3"
      >
        <input type="hidden" name="sku" value={selected.sku} />
        {isSoldOut ? (
          <input type="hidden" name="add" value="1" />
        ) : (
          <label className="flex shrink-0 items-center gap-2 text-faint text-md">
            <span className="max-md:sr-only">{words.quantity}</span>
            <input
              name="add"
              defaultValue="1"
              inputMode="numeric"
              autoComplete="off"
              pattern="[1-9][0-9]{0,5}"
              maxLength={6}
              title={words.wholeNumber}
              className="field w-16 px-2 text-center tabular-nums"
            />
          </label>
        )}
        <button type="submit" disabled={isSoldOut} className="button flex-1 sm:max-w-64">
          {isSoldOut ? words.soldOut : words.addToCart}
        </button>
      </form>
      {isSoldOut && <StockAlertForm sku={selected.sku} from={variantUrl(product, selected)} result={alert} />}
    </>
  );
}

function VariantPrice({ variant: { price: now, compareAtPrice, size } }: { variant: Variant }) {
  const unitPrice = unitPriceOf(now, size);
  return (
    <>
      <span className="text-2xl tabular-nums">{formatMoney(now)}</span>
      {compareAtPrice && compareAtPrice.amount > now.amount && (
        <span className="text-faint tabular-nums">
          <span className="sr-only">{messages().product.before} </span>
          <s>{formatMoney(compareAtPrice)}</s>
        </span>
      )}
      {unitPrice && <span className="text-faint text-md tabular-nums">{formatUnitPrice(unitPrice)}</span>}
    </>
  );
}

/** One option of a product, a link for each value. Sold-out and conflicting values say so and can be selected. */
function OptionField({ option: { name, values }, product }: { option: VariantOption; product: Product }) {
  const words = messages().product;
  const selected = values.find(({ isSelected: isChosen }) => isChosen)?.variant;
  return (
    <fieldset className="mt-6">
      <legend className="mb-2 text-faint text-md">{name}</legend>
      <ul className="flex flex-wrap gap-2">
        {values.map(({ value, isSelected: isChosen, variant: to, conflicts: leaves, isSoldOut }) => {
          const notes = [
            ...(to.price.amount === selected?.price.amount ? [] : [formatMoney(to.price)]),
            ...(isSoldOut ? [words.valueSoldOut] : []),
            ...(leaves.length > 0 ? [fill(words.notIn, { values: leaves.join(', ') })] : []),
          ];
          const isUnavailable = isSoldOut || leaves.length > 0;
          return (
            <li key={value}>
              <InPlaceLink
                href={variantUrl(product, to)}
                rel="nofollow"
                aria-current={isChosen ? 'true' : undefined}
                className={`flex h-full min-h-11 min-w-11 flex-col items-center justify-center rounded-xl px-4 py-1.5 ring-1 hover:bg-hover aria-busy:opacity-60 aria-[current]:ring-2 aria-[current]:ring-action ${isUnavailable ? 'bg-sunken text-faint ring-line' : 'bg-surface ring-line-strong'}`}
              >
                <span className={isSoldOut ? 'line-through' : 'font-medium'}>{value}</span>
                {notes.length > 0 && <span className="text-sm tabular-nums">{notes.join(' · ')}</span>}
              </InPlaceLink>
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
