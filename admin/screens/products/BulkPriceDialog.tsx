import { Button, Dialog, DialogActions, DialogContent, DialogTitle, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { useListContext } from 'react-admin';
import type { Product } from '../../../generated/catalog/types.ts';
import { fieldReads } from '../../kit/api/usage.ts';
import { useApiMutation } from '../../kit/api/use-api-mutation.ts';
import { useApiQuery } from '../../kit/api/use-api-query.ts';
import { useDebounced } from '../../kit/resource/use-debounced.ts';
import { countText, type PriceMethod, priceChange } from './bulk-edit.ts';
import { changeProducts, previewProductChanges } from './change-products.ts';
import { PricePreview } from './PricePreview.tsx';
import { undoPrices } from './undo-bulk-edit.ts';

const methodLabels: Record<PriceMethod, string> = { percent: 'By percent', add: 'By an amount', set: 'To one price' };
const hints: Record<PriceMethod, string> = {
  percent: '10 raises by a tenth, -10 lowers by it. Halves are rounded up.',
  add: '0.50 makes each price half a unit higher, -0.50 lower. No price falls below zero.',
  set: 'Every variant of every selected product gets this price.',
};
const SHOW_AFTER_MS = 250;

export interface BulkPriceDialogProps {
  productIds: string[];
  onClose(): void;
  onDone(): void;
}

/** Changes the prices of many products, with a preview that the catalog calculates. */
export function BulkPriceDialog({ productIds, onClose, onDone }: BulkPriceDialogProps) {
  const { data } = useListContext<Product>();
  const currency = fieldReads.watched(data)?.find(({ id }) => productIds.includes(id))?.price?.currency ?? 'USD';
  const [method, setMethod] = useState<PriceMethod>('percent');
  const [text, setText] = useState('');
  const [roundTo, setRoundTo] = useState(1);
  const typed = useDebounced(text, SHOW_AFTER_MS);
  const price = priceChange(method, typed, currency, roundTo);
  const change = { ...(price && { price }) };
  const preview = useApiQuery(
    ['bulk-price', productIds, change],
    signal => previewProductChanges(productIds, change, signal),
    {
      enabled: price !== undefined,
    },
  );
  const { busy, mutate } = useApiMutation();
  const isReady = price !== undefined && typed === text && preview.data !== undefined;
  const changed = preview.data && countText(preview.data).changed;

  async function apply(): Promise<void> {
    const done = await mutate({
      intent: ['changeProducts', productIds, change],
      run: key => changeProducts(productIds, change, key),
      successMessage: result => `New prices for ${countText(result).changed ?? 'no product'}.`,
      undo: result => (countText(result).changed === undefined ? undefined : { run: () => undoPrices(result) }),
    });
    if (!done) return;
    onDone();
    onClose();
  }
  return (
    <Dialog open onClose={busy ? undefined : onClose} maxWidth="sm" fullWidth aria-labelledby="bulk-price">
      <DialogTitle id="bulk-price">
        Change the prices of {productIds.length === 1 ? 'one product' : `${productIds.length} products`}
      </DialogTitle>
      <DialogContent>
        <div className="bulk-price">
          <TextField select label="How" value={method} onChange={event => setMethod(methodOf(event.target.value))}>
            {Object.entries(methodLabels).map(([key, label]) => (
              <MenuItem key={key} value={key}>
                {label}
              </MenuItem>
            ))}
          </TextField>
          <TextField
            label={method === 'percent' ? 'Percent' : `Amount in ${currency}`}
            value={text}
            onChange={event => setText(event.target.value)}
            error={text !== '' && typed === text && price === undefined}
            autoFocus
            slotProps={{ htmlInput: { inputMode: 'decimal', autoComplete: 'off' } }}
          />
          {method === 'percent' && (
            <TextField
              select
              label="Round to"
              value={roundTo}
              onChange={event => setRoundTo(Number(event.target.value))}
            >
              {[1, 5, 10, 50, 100].map(step => (
                <MenuItem key={step} value={step}>
                  {step === 1 ? 'Exact' : `Steps of ${step / 100}`}
                </MenuItem>
              ))}
            </TextField>
          )}
        </div>
        <p className="soft">{hints[method]}</p>
        <PricePreview read={preview} shown={price !== undefined} />
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={busy}>
          Keep the prices
        </Button>
        <Button variant="contained" disabled={busy || !isReady || !changed} onClick={() => void apply()}>
          {changed && isReady ? `Change ${changed}` : 'Change prices'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function methodOf(value: string): PriceMethod {
  return value === 'add' || value === 'set' ? value : 'percent';
}
