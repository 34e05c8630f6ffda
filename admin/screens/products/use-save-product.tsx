import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Product, ProductChange } from '../../../generated/catalog/types.ts';
import { api } from '../../kit/api/clients.ts';
import { fieldsKeptMine } from '../../kit/editing/conflicts.ts';
import { type SaveFailure, useSaveWithConflicts } from '../../kit/editing/use-save-with-conflicts.tsx';
import { useUndoableNotify } from '../../kit/editing/use-undoable-notify.tsx';
import { mergeForms, productFieldLabel, savedText, versionsOf } from './product-fields.ts';
import { changeBack, changeOf, formOf, type ProductForm } from './product-form.ts';
import { type Propagation, useStorefrontStatus } from './use-storefront-status.ts';

export function readProduct(productId: string, signal?: AbortSignal): Promise<Product> {
  return bodyOf(api.catalog.getProductById({ path: { productId } }, signal ? { signal } : {}));
}

export interface SavedProduct {
  product: Product;
  submit(form: ProductForm): Promise<SaveFailure | undefined>;
  dialog: ReactNode;
  liveness: Propagation;
}

/**
 * Saves a product with the version that was loaded, tells when the storefront shows it, and takes it back when asked.
 * Where somebody else saved it meanwhile, whoever saves decides part by part.
 * @param dirty whether the form holds something unsaved: then what is taken back is not put into it
 */
export function useSaveProduct(loaded: Product, dirty: RefObject<boolean>): SavedProduct {
  const [product, setProduct] = useState(loaded);
  const client = useQueryClient();
  const saved = useUndoableNotify();
  const { liveness, sent, none } = useStorefrontStatus(product.slug);

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

  async function save(form: ProductForm, base: Product): Promise<void> {
    const change = changeOf(form, base);
    if (!change) return;
    const next = await send(base, change);
    setProduct(next);
    saved({
      text: savedText(base, next),
      undo: {
        intent: ['product', next.id, next.version],
        run: () => takeBack(base, next),
        successMessage: 'Taken back: the product is as it was.',
      },
    });
    await client.invalidateQueries({ queryKey: ['products'] });
  }

  const { submit, dialog } = useSaveWithConflicts<Product, ProductForm>({
    ...{ resource: 'products', save, labelOf: productFieldLabel },
    read: ({ id }) => readProduct(id),
    versionsOf: (base, mine, now) => versionsOf({ before: formOf(base), mine, theirs: formOf(now) }),
    merge: (mine, now, versions, chosen) => mergeForms(mine, formOf(now), fieldsKeptMine(versions, chosen)),
    onTheirs: setProduct,
  });
  return { product, submit: form => submit(form, product), dialog, liveness };
}
