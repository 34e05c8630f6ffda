import { Button } from '@mui/material';
import { useState } from 'react';
import { useListContext } from 'react-admin';
import { bodyOf } from '../../../contracts/codegen/runtime/admin.ts';
import type { ProductChangesResult, ProductStatus } from '../../../generated/catalog/types.ts';
import { useAccess } from '../../kit/api/access.ts';
import { api } from '../../kit/api/clients.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { useUndoableNotify } from '../../kit/editing/use-undoable-notify.tsx';
import { BulkAction } from '../../kit/resource/BulkAction.tsx';
import { ExportSelected } from '../../kit/resource/ExportButton.tsx';
import { BulkPriceDialog } from './BulkPriceDialog.tsx';
import { countText } from './bulk-edit.ts';
import { changeProducts } from './change-products.ts';
import { productExport } from './product-export.ts';
import { undoStatus } from './undo-bulk-edit.ts';

const verbs: Record<ProductStatus, string> = { active: 'Publish', draft: 'Unpublish', archived: 'Archive' };
const outcomes: Record<ProductStatus, string> = {
  active: 'now for sale',
  draft: 'no longer for sale',
  archived: 'archived',
};

/** Bulk actions on the selected products. A change of status reports its outcome and can be undone. */
export function BulkActions() {
  const { selectedIds, onUnselectItems } = useListContext();
  const [pricing, setPricing] = useState(false);
  const { busy, mutate } = useApiMutation();
  const notify = useUndoableNotify();
  const { can } = useAccess();
  const productIds = selectedIds.map(String);

  async function setStatus(ids: string[], status: ProductStatus): Promise<ProductChangesResult | undefined> {
    const done = await mutate({
      intent: ['changeProducts', ids, status],
      run: key => changeProducts(ids, { status }, key),
    });
    return done?.result;
  }
  async function change(status: ProductStatus): Promise<void> {
    const result = await setStatus(productIds, status);
    if (!result) return;
    onUnselectItems();
    const { changed, unchanged, failed } = countText(result);
    const text = [
      changed && `${changed} ${outcomes[status]}`,
      unchanged && `${unchanged} were already`,
      failed && `${failed} could not be changed`,
    ];
    const undo = {
      intent: ['products', status, result],
      run: () => undoStatus(result),
      successMessage: 'Taken back: every product is as it was.',
    };
    notify({
      text: `${text.filter(Boolean).join(', ')}.`,
      tone: failed ? 'warning' : 'success',
      undo: changed === undefined ? undefined : undo,
    });
  }
  return (
    <>
      {(['active', 'draft', 'archived'] as const).map(status => (
        <Button key={status} variant="outlined" size="small" disabled={busy} onClick={() => void change(status)}>
          {verbs[status]}
        </Button>
      ))}
      <Button variant="outlined" size="small" disabled={busy} onClick={() => setPricing(true)}>
        Change prices
      </Button>
      {can('exportProductsAsCsv') && <ExportSelected of={productExport} noun="products" />}
      {can('deleteProduct') && <DeleteSelected />}
      {pricing && (
        <BulkPriceDialog productIds={productIds} onClose={() => setPricing(false)} onDone={() => onUnselectItems()} />
      )}
    </>
  );
}

function DeleteSelected() {
  return (
    <BulkAction
      label="Delete"
      itemName="product"
      danger
      isApplicable={({ status }) => status === 'archived'}
      applicability="Only archived products can be deleted: archive them first."
      run={id => bodyOf(api.catalog.deleteProduct({ path: { productId: id } }))}
      outcome="deleted"
    >
      <p className="soft">
        They are gone for good, with their pictures and texts. Orders keep what was bought. This cannot be undone.
      </p>
    </BulkAction>
  );
}
