import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useState } from 'react';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { Product, ProductChange } from '../../../generated/catalog/types.ts';
import type { Adjustment } from '../../../generated/inventory/types.ts';
import { api } from '../../kit/api/clients.ts';
import { fieldsKeptMine } from '../../kit/editing/conflicts.ts';
import { notSaved, type SaveFailure, useSaveWithConflicts } from '../../kit/editing/use-save-with-conflicts.tsx';
import { useUndoableNotify } from '../../kit/editing/use-undoable-notify.tsx';
import { reverseOf } from '../stock/adjustment.ts';
import { mergeForms, productFieldLabel, savedText, versionsOf } from './product-fields.ts';
import { changeBack, changeOf, formOf, newlyFree, type ProductForm } from './product-form.ts';
import { saveStock } from './save-stock.ts';
import { adjustmentsOf } from './stock-entries.ts';
import { type Propagation, useStorefrontStatus } from './use-storefront-status.ts';
import { useZeroPriceDialog } from './use-zero-price-dialog.tsx';

export function readProduct(productId: string, signal?: AbortSignal): Promise<Product> {
  return bodyOf(api.catalog.getProductById({ path: { productId } }, signal ? { signal } : {}));
}

export interface SavedProduct {
  product: Product;
  /** How often it was saved: a save of stock alone changes nothing of the product. */
  saves: number;
  submit(form: ProductForm): Promise<SaveFailure | undefined>;
  dialog: ReactNode;
  propagation: Propagation;
}

/**
 * Saves a product with its loaded version and the counts of its stock, measures when the storefront shows it, offers
 * undo, and resolves version conflicts.
 * @param dirty whether the form has unsaved changes: an undone version is then not put into it
 */
export function useSaveProduct(loaded: Product, dirty: RefObject<boolean>): SavedProduct {
  const [product, setProduct] = useState(loaded);
  const [saves, setSaves] = useState(0);
  const client = useQueryClient();
  const notify = useUndoableNotify();
  const { propagation, start, reset } = useStorefrontStatus(product.slug);

  /** Saves, and has the storefront watched where it shows the product before or after. */
  async function send(before: Product, body: ProductChange): Promise<Product> {
    start();
    try {
      const next = await bodyOf(api.catalog.updateProduct({ path: { productId: before.id }, body }));
      if (before.status !== 'active' && next.status !== 'active') reset();
      return next;
    } catch (error) {
      reset();
      throw error;
    }
  }

  async function undoSave(before: Product, now: Product, made: readonly Adjustment[]): Promise<string | undefined> {
    const change = changeBack(before, now);
    const next = change && (await send(now, change));
    if (next && !dirty.current) setProduct(next);
    const { failure } = await saveStock(`undo of ${now.id}`, made.map(reverseOf));
    return failure?.text;
  }

  async function save(form: ProductForm, base: Product): Promise<void> {
    const change = changeOf(form, base);
    const next = change ? await send(base, change) : base;
    const { made, failure } = await saveStock(base.id, adjustmentsOf(form.variants));
    if (failure && !change && made.length === 0) throw failure.error;
    setProduct(next);
    setSaves(count => count + 1);
    if (change || made.length > 0)
      notify({
        text: [savedText(base, next, made.length > 0), failure?.text].filter(Boolean).join(' '),
        tone: failure ? 'warning' : 'success',
        undo: {
          intent: ['product', next.id, next.version, made],
          run: () => undoSave(base, next, made),
          successMessage: 'Taken back: the product is as it was.',
        },
      });
    for (const queryKey of [['products'], ['stock'], ['api', 'levels-of'], ['api', 'stock-of']])
      await client.invalidateQueries({ queryKey });
  }

  const { submit, dialog } = useSaveWithConflicts<Product, ProductForm>({
    resource: 'products',
    save,
    labelOf: productFieldLabel,
    read: ({ id }) => readProduct(id),
    versionsOf: (base, mine, now) => versionsOf({ before: formOf(base), mine, theirs: formOf(now) }),
    merge: (mine, now, versions, chosen) => mergeForms(mine, formOf(now), fieldsKeptMine(versions, chosen)),
    onTheirs: setProduct,
  });
  const free = useZeroPriceDialog();
  return {
    product,
    saves,
    submit: async form => ((await free.confirmZeroPrice(newlyFree(form, product))) ? submit(form, product) : notSaved),
    dialog: (
      <>
        {dialog}
        {free.dialog}
      </>
    ),
    propagation,
  };
}
