import type { Price, PriceChange, ProductChanges, ProductChangesResult } from '../../../generated/catalog/types.ts';
import { faultsOf, type ProductRecord, revise, type VariantRecord } from '../product.ts';

export type BulkChange = ProductChanges['change'];
type Item = ProductChangesResult['items'][number];

/** What a bulk change makes of one product; `after` where it is to be written. */
export interface BulkOutcome {
  item: Item;
  before?: ProductRecord;
  after?: ProductRecord;
}

const MAX_AMOUNT = 100_000_000;

/**
 * `amount` × (100 + percent) %, to the nearest multiple of `step`, halves up. Percent counts to two decimals; all of it
 * in whole numbers.
 */
function byPercent(amount: number, percent: number, step: number): number {
  const tenThousandths = 10_000n + BigInt(Math.round(percent * 100));
  const unit = 10_000n * BigInt(step);
  return Number((BigInt(amount) * tenThousandths + unit / 2n) / unit) * step;
}

/**
 * The price after a change, in the currency that it had and never below 0; a sentence where it cannot be had: the set
 * price is in another currency, or the new one is more than a price can be (100,000,000 minor units).
 */
export function changePrice(price: Price, change: PriceChange): Price | string {
  if ('set' in change && change.set.currency !== price.currency)
    return `Its prices are in ${price.currency}, and the new one is in ${change.set.currency}.`;
  const wanted =
    'set' in change
      ? change.set.amount
      : 'add' in change
        ? price.amount + change.add
        : byPercent(price.amount, change.percent, change.roundTo ?? 1);
  const amount = Math.max(0, wanted);
  return amount > MAX_AMOUNT ? 'Its price would be more than a price can be.' : { amount, currency: price.currency };
}

function changeVariants(variants: readonly VariantRecord[], change: PriceChange): VariantRecord[] | string {
  const changed: VariantRecord[] = [];
  for (const variant of variants) {
    const price = changePrice(variant.price, change);
    if (typeof price === 'string') return price;
    changed.push({ ...variant, price });
  }
  return changed;
}

/** Decides what a bulk change does to one product; `productId` is what was asked for, `before` what was found. */
export function bulkChange(
  productId: string,
  before: ProductRecord | undefined,
  change: BulkChange,
  now: Date,
): BulkOutcome {
  if (!before) return { item: { productId, outcome: 'failed', problem: 'There is no such product.' } };
  const about = { productId, title: before.title, version: before.version };
  const variants = change.price ? changeVariants(before.variants, change.price) : before.variants;
  if (typeof variants === 'string') return { item: { ...about, outcome: 'failed', problem: variants } };
  const changed = { ...before, variants, status: change.status ?? before.status };
  const [fault] = faultsOf(changed);
  if (fault) return { item: { ...about, outcome: 'failed', problem: `${fault.path} ${fault.message}` } };
  const after = revise(before, changed, now);
  if (!after) return { item: { ...about, outcome: 'unchanged' } };
  const prices = before.variants.flatMap((variant, index) => {
    const price = after.variants[index]?.price;
    return price && price.amount !== variant.price.amount
      ? [{ sku: variant.sku, before: variant.price, after: price }]
      : [];
  });
  const item: Item = {
    ...about,
    outcome: 'changed',
    version: after.version,
    ...(after.status !== before.status && { status: { before: before.status, after: after.status } }),
    ...(prices.length > 0 && { prices }),
  };
  return { item, before, after };
}
