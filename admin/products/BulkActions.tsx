import { Alert, Button } from '@mui/material';
import { useState } from 'react';
import { useListContext, useNotify } from 'react-admin';
import { bodyOf } from '../../contracts/codegen/runtime/admin.ts';
import type { ProductChangesResult, ProductStatus } from '../../generated/catalog/types.ts';
import { api } from '../api.ts';
import { useAct } from '../provider/use-act.ts';
import { BulkPriceDialog } from './BulkPriceDialog.tsx';
import { countText, undoOf } from './bulk.ts';

const verbs: Record<ProductStatus, string> = { active: 'Publish', draft: 'Unpublish', archived: 'Archive' };
const outcomes: Record<ProductStatus, string> = { active: 'now for sale', draft: 'no longer for sale', archived: 'archived' };
const UNDO_MS = 12_000;

/** What can be done to the selected products. A change of status says what became of each and can be taken back. */
export function BulkActions() {
  const { selectedIds, onUnselectItems } = useListContext();
  const [pricing, setPricing] = useState(false);
  const { busy, act } = useAct();
  const notify = useNotify();
  const productIds = selectedIds.map(String);

  async function setStatus(ids: string[], status: ProductStatus): Promise<ProductChangesResult | undefined> {
    const body = { productIds: ids, change: { status } };
    const done = await act({
      what: ['changeProducts', body],
      run: key => bodyOf(api.catalog.changeProducts({ body, headers: { 'idempotency-key': key } })),
    });
    return done?.result;
  }
  async function undo(result: ProductChangesResult): Promise<void> {
    for (const { status, productIds: ids } of undoOf(result)) await setStatus(ids, status);
    notify('Taken back: every product is as it was.', { type: 'success' });
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
    const button = changed && (
      <Button variant="text" color="inherit" onClick={() => void undo(result)}>
        Undo
      </Button>
    );
    notify(
      <Alert severity={failed ? 'warning' : 'success'} action={button || undefined}>
        {text.filter(Boolean).join(', ')}.
      </Alert>,
      { autoHideDuration: UNDO_MS },
    );
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
      {pricing && <BulkPriceDialog productIds={productIds} onClose={() => setPricing(false)} onDone={() => onUnselectItems()} />}
    </>
  );
}
