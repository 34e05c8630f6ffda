import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { ProductChanges, ProductChangesResult } from '../../../generated/catalog/types.ts';
import { api } from '../../kit/api/clients.ts';
import { changeInChunks } from './bulk-edit.ts';

type Change = ProductChanges['change'];

/** Changes many products; a repetition under the same key changes nothing twice. */
export function changeProducts(ids: readonly string[], change: Change, key: string): Promise<ProductChangesResult> {
  return changeInChunks(ids, (productIds, number) => {
    const headers = { 'idempotency-key': `${key}-${number}` };
    return bodyOf(api.catalog.changeProducts({ body: { productIds, change }, headers }));
  });
}

/** What `changeProducts` would do. */
export function previewProductChanges(
  ids: readonly string[],
  change: Change,
  signal: AbortSignal,
): Promise<ProductChangesResult> {
  return changeInChunks(ids, productIds =>
    bodyOf(api.catalog.previewProductChanges({ body: { productIds, change } }, { signal })),
  );
}
