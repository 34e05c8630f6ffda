import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useState } from 'react';
import { useNotify } from 'react-admin';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import type { Product, ProductChange } from '../../generated/catalog/types.ts';
import { api } from '../api.ts';
import { ApiError, toApiError } from '../provider/problems.ts';
import { isConflict, mineOf } from '../save/conflicts.ts';
import { useConflict } from '../save/use-conflict.tsx';
import { failureOf, notSaved, type SaveFailure } from '../save/use-save-record.tsx';
import { useSaved } from '../save/use-saved.tsx';
import { changeBack, changeOf, formOf, type ProductForm } from './product-form.ts';
import { mergedForm, partLabel, savedText, versionsOf } from './product-parts.ts';
import { type Liveness, useLive } from './use-live.ts';

export function readProduct(productId: string, signal?: AbortSignal): Promise<Product> {
  return bodyOf(api.catalog.getProductById({ path: { productId } }, signal ? { signal } : {}));
}

export interface ProductSaving {
  product: Product;
  submit(form: ProductForm): Promise<SaveFailure | undefined>;
  dialog: ReactNode;
  liveness: Liveness;
}

/**
 * Saves a product with the version that was loaded, tells when the storefront shows it, and takes it back when asked. Where somebody else
 * saved it meanwhile, whoever saves decides part by part.
 * @param dirty whether the form holds something unsaved: then what is taken back is not put into it
 */
export function useSaveProduct(loaded: Product, dirty: RefObject<boolean>): ProductSaving {
  const [product, setProduct] = useState(loaded);
  const client = useQueryClient();
  const notify = useNotify();
  const saved = useSaved();
  const { ask, dialog } = useConflict();
  const { liveness, sent, none } = useLive(product.slug);

  /** Saves, and has the storefront watched where it shows the product before or after. */
  async function send(before: Product, body: ProductChange): Promise<Product> {
    sent();
    try {
      const next = await bodyOf(api.catalog.updateProduct({ path: { productId: before.id }, body }));
      if (before.status !== 'active' && next.status !== 'active') none();
      return next;
    } catch (error) {
      none();
      throw error;
    }
  }

  async function takeBack(before: Product, now: Product): Promise<void> {
    const change = changeBack(before, now);
    const next = change && (await send(now, change));
    if (next && !dirty.current) setProduct(next);
  }

  async function save(form: ProductForm, base: Product): Promise<SaveFailure | undefined> {
    const change = changeOf(form, base);
    if (!change) return undefined;
    try {
      const next = await send(base, change);
      setProduct(next);
      saved({
        text: savedText(base, next),
        undo: { what: ['product', next.id, next.version], run: () => takeBack(base, next), done: 'Taken back: the product is as it was.' },
      });
      await client.invalidateQueries({ queryKey: ['products'] });
      return undefined;
    } catch (error) {
      const told = toApiError(error);
      if (told instanceof ApiError && isConflict(told)) return settle(form, base);
      notify(told instanceof Error ? told.message : 'Something went wrong.', { type: 'error' });
      return failureOf(told);
    }
  }

  async function settle(mine: ProductForm, base: Product): Promise<SaveFailure | undefined> {
    const now = await readProduct(base.id);
    const theirs = formOf(now);
    const versions = versionsOf({ before: formOf(base), mine, theirs });
    const about = { resource: 'products', resourceId: now.id, savedAt: now.updatedAt, labelOf: partLabel };
    const decision = await ask({ ...about, versions });
    if (decision === 'edit') return notSaved;
    if (decision !== 'theirs') return save(mergedForm(mine, theirs, mineOf(versions, decision)), now);
    setProduct(now);
    return undefined;
  }

  return { product, submit: form => save(form, product), dialog, liveness };
}
