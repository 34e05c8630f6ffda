import { z } from 'zod';
import type { Cart, CartLine, Sku } from '../../generated/cart/types.ts';
import type { Offer } from './cart.ts';

/** A product's title and picture; cached once for all carts. */
export type Description = Pick<Offer, 'slug' | 'title' | 'image'>;

/** sku, quantity, price as shown, price shown before it (else null), available, and 1 if it can be bought. */
const storedLine = z.tuple([z.string(), z.number(), z.number(), z.number().nullable(), z.number(), z.number()]);
const storedCart = z.object({ currency: z.string(), lines: z.array(storedLine), expiresAt: z.string() });
export type CompactCart = z.output<typeof storedCart>;

/** A cart as it is stored: without the catalog's data of its skus. */
export function compact({ lines, subtotal, expiresAt }: Cart): CompactCart {
  return {
    currency: subtotal.currency,
    lines: lines.map(({ sku, quantity, unitPrice, previousUnitPrice, available, purchasable }) => [
      sku,
      quantity,
      unitPrice.amount,
      previousUnitPrice?.amount ?? null,
      available,
      purchasable === false ? 0 : 1,
    ]),
    expiresAt,
  };
}

export const parseCompact = (text: string): CompactCart => storedCart.parse(JSON.parse(text));

/** The cart as it was last shown. A product that is not cached has its sku as its title. */
export function expand(id: string, stored: CompactCart, descriptions: ReadonlyMap<Sku, Description>): Cart {
  const { currency, expiresAt } = stored;
  const lines = stored.lines.map(([sku, quantity, amount, previous, available, purchasable]): CartLine => {
    const { slug, title = sku, image } = descriptions.get(sku) ?? {};
    return {
      sku,
      ...(slug === undefined ? {} : { slug }),
      title,
      ...(image && { image }),
      quantity,
      unitPrice: { amount, currency },
      ...(previous === null ? {} : { previousUnitPrice: { amount: previous, currency } }),
      lineTotal: { amount: amount * quantity, currency },
      available,
      purchasable: purchasable === 1,
    };
  });
  return {
    id,
    lines,
    subtotal: { amount: lines.reduce((sum, line) => sum + line.lineTotal.amount, 0), currency },
    expiresAt,
  };
}
