import type { PriceChange, ProductChangesResult, ProductStatus } from '../../../generated/catalog/types.ts';
import { counted } from '../../../look/counted.ts';
import { inBatches } from '../../../look/in-batches.ts';
import { parseAmount } from '../../kit/money.ts';

export type PriceMethod = 'percent' | 'add' | 'set';

const products = (count: number): string => counted(count, 'product');

/** The most products of one bulk change, by the contract. */
const MAX_PRODUCTS_OF_CHANGE = 500;

/**
 * A bulk change of any number of products, in as many requests as it takes, one after the other.
 * @param send makes one request; its number tells its idempotency key from that of the others
 */
export async function changeInChunks(
  productIds: readonly string[],
  send: (chunk: string[], number: number) => Promise<ProductChangesResult>,
): Promise<ProductChangesResult> {
  const items: ProductChangesResult['items'] = [];
  for (const [number, chunk] of inBatches(productIds, MAX_PRODUCTS_OF_CHANGE).entries())
    items.push(...(await send(chunk, number)).items);
  return { items };
}

/** How many products a bulk change touched, in words; absent where none did. */
export function countText({ items }: ProductChangesResult): { changed?: string; unchanged?: string; failed?: string } {
  const of = (outcome: string) => items.filter(item => item.outcome === outcome).length;
  const changed = of('changed');
  const unchanged = of('unchanged');
  const failed = of('failed');
  return {
    ...(changed > 0 && { changed: products(changed) }),
    ...(unchanged > 0 && { unchanged: products(unchanged) }),
    ...(failed > 0 && { failed: products(failed) }),
  };
}

/** The bulk changes that restore each product's previous status: one for each status. */
export function undoOf({ items }: ProductChangesResult): { status: ProductStatus; productIds: string[] }[] {
  const groups = new Map<ProductStatus, string[]>();
  for (const { productId, status } of items)
    if (status) groups.set(status.before, [...(groups.get(status.before) ?? []), productId]);
  return [...groups].map(([status, productIds]) => ({ status, productIds }));
}

/** The typed price change; undefined while invalid. Percent and amounts can be negative, a set price cannot. */
export function priceChange(
  method: PriceMethod,
  text: string,
  currency: string,
  roundTo: number,
): PriceChange | undefined {
  if (method === 'percent') {
    const percent = Number(text.trim().replace(',', '.').replace(/%$/, ''));
    if (text.trim() === '' || !Number.isFinite(percent) || percent === 0 || percent < -100 || percent > 1_000)
      return undefined;
    return { percent, ...(roundTo > 1 && { roundTo }) };
  }
  const amount = parseAmount(text, currency);
  if (amount === undefined) return undefined;
  if (method === 'add') return amount === 0 ? undefined : { add: amount };
  return amount < 0 ? undefined : { set: { amount, currency } };
}
