import { cache } from 'react';
import { createCatalogClient } from '../../generated/catalog/client.ts';
import type { Category, Image, Product, Variant } from '../../generated/catalog/types.ts';
import { gateway, orUnavailable, type ServiceUnavailable } from './gateway.ts';

export type { Category, Image, Product, Variant };

const client = () => createCatalogClient(gateway('catalog'));

/**
 * A published product by its slug or one that it had; undefined where none exists. Requested once a page, however many
 * parts need it.
 */
export const findProduct = cache(async (slug: string): Promise<Product | undefined | ServiceUnavailable> => {
  if (slug.length > 200) return undefined;
  const response = await orUnavailable(client().getProduct({ path: { slug } }));
  if (response.status === 200) return response.body;
  return response.status === 503 ? response : undefined;
});

/** The present slug of a category that had this one; undefined where there is none. */
export async function currentSlug(slug: string): Promise<string | undefined> {
  if (slug.length > 200) return undefined;
  const response = await orUnavailable(client().getCategory({ path: { slug } }));
  return response.status === 200 && response.body.slug !== slug ? response.body.slug : undefined;
}

/** Every category with products, by name. */
export const listCategories = cache(async (): Promise<readonly Category[] | ServiceUnavailable> => {
  const response = await orUnavailable(client().listCategories());
  return response.status === 200 ? response.body.items : response;
});

/** The newest products, of one category or all: one page, with the cursor of the next. */
export async function listProducts(query: {
  limit: number;
  category?: string;
  cursor?: string | undefined;
}): Promise<{ items: readonly Product[]; nextCursor: string | null } | ServiceUnavailable> {
  const response = await orUnavailable(client().listProducts({ query }));
  if (response.status === 200) return response.body;
  return response.status === 503 ? response : { items: [], nextCursor: null };
}

export const isUnavailable = <T>(found: T | ServiceUnavailable): found is ServiceUnavailable =>
  typeof found === 'object' && found !== null && 'status' in found && found.status === 503;
