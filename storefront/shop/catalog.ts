import { cache } from 'react';
import { createCatalogClient } from '../../generated/catalog/client.ts';
import type { Category, Image, Product, Variant } from '../../generated/catalog/types.ts';
import { asked, type Down, gateway } from './gateway.ts';
import type { Money } from './money.ts';

export type { Category, Image, Product, Variant };

/** What a card in a grid shows. */
export interface Card {
  slug: string;
  title: string;
  size: string | undefined;
  /** The lowest of its variants. */
  price: Money;
  hasMorePrices: boolean;
  image: Image | undefined;
  /** Undefined where nobody asked the stock. */
  inStock: boolean | undefined;
}

const client = () => createCatalogClient(gateway());

/**
 * One product that is for sale; `undefined` when there is none. Asked once a page, however many parts of it want it.
 */
export const findProduct = cache(async (slug: string): Promise<Product | undefined | Down> => {
  if (slug.length > 200) return undefined;
  const answer = await asked(client().getProduct({ path: { slug } }));
  if (answer.status === 200) return answer.body;
  return answer.status === 503 ? answer : undefined;
});

/** Every category that has something to sell, in the order of its name. */
export const listCategories = cache(async (): Promise<readonly Category[] | Down> => {
  const answer = await asked(client().listCategories());
  return answer.status === 200 ? answer.body.items : answer;
});

/** Newest products, of one category or all; a page of them and where the next begins. */
export async function listProducts(query: {
  limit: number;
  category?: string;
  cursor?: string | undefined;
}): Promise<{ items: readonly Product[]; nextCursor: string | null } | Down> {
  const answer = await asked(client().listProducts({ query }));
  if (answer.status === 200) return answer.body;
  return answer.status === 503 ? answer : { items: [], nextCursor: null };
}

export const isDown = <T>(found: T | Down): found is Down =>
  typeof found === 'object' && found !== null && 'status' in found && found.status === 503;

/** The card of a product that was read from the catalog. */
export function cardOf({ slug, title, variants, images }: Product): Card | undefined {
  const [first, ...others] = [...variants].sort((one, other) => one.price.amount - other.price.amount);
  if (!first) return undefined;
  const hasMorePrices = others.some(other => other.price.amount !== first.price.amount);
  return { slug, title, size: first.size, price: first.price, hasMorePrices, image: images[0], inStock: undefined };
}
