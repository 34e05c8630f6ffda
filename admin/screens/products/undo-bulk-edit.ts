import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Product, ProductChangesResult, VariantDraft } from '../../../generated/catalog/types.ts';
import { ApiError, toApiError } from '../../kit/api/api-error.ts';
import { api } from '../../kit/api/clients.ts';
import { isConflict } from '../../kit/editing/conflicts.ts';
import { undoOf } from './bulk-edit.ts';
import { changeProducts } from './change-products.ts';
import { draftOf, formOf } from './product-form.ts';
import { readProduct } from './use-save-product.tsx';

type Changed = ProductChangesResult['items'][number];

/** Restores the status of the products of a bulk change. */
export async function undoStatus(result: ProductChangesResult): Promise<void> {
  for (const { status, productIds } of undoOf(result)) {
    await changeProducts(productIds, { status }, crypto.randomUUID());
  }
}

/**
 * Restores the prices of the products of a bulk change, one by one. Products that were changed since are skipped.
 * @returns the message to show
 */
export async function undoPrices({ items }: ProductChangesResult): Promise<string> {
  let skipped = 0;
  for (const item of items) if (item.prices && !(await undoPricesOf(item))) skipped += 1;
  if (skipped === 0) return 'Taken back: every price is as it was.';
  return `Taken back, but for ${skipped === 1 ? 'one product that was' : `${skipped} products that were`} changed again since.`;
}

async function undoPricesOf({ productId, version, prices = [] }: Changed): Promise<boolean> {
  try {
    const product = await readProduct(productId);
    const body = {
      version: version ?? product.version,
      options: product.options,
      variants: pricedBefore(product, prices),
    };
    await bodyOf(api.catalog.updateProduct({ path: { productId }, body }));
    return true;
  } catch (error) {
    const apiError = toApiError(error);
    if (apiError instanceof ApiError && (isConflict(apiError) || apiError.status === 404)) return false;
    throw apiError;
  }
}

function pricedBefore(product: Product, prices: NonNullable<Changed['prices']>): VariantDraft[] {
  const before = new Map(prices.map(price => [price.sku, price.before]));
  return draftOf(formOf(product), product).variants.map(variant => ({
    ...variant,
    price: before.get(variant.sku) ?? variant.price,
  }));
}
